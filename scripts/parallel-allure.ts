// Required by mocha in each of its processes: allure-mocha 3.12 looks for what reports of several processes by the name that it had before mocha 12.
import Module from 'node:module';

type Resolve = (name: string, ...rest: unknown[]) => string;

const loader = Module as unknown as { _resolveFilename: Resolve };
const resolve = loader._resolveFilename;
loader._resolveFilename = (name, ...rest) =>
  resolve.call(Module, name.replace(/^(mocha\/lib\/nodejs\/reporters\/parallel-buffered)\.js$/, '$1.cjs'), ...rest);
