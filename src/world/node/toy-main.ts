import { runNode } from './run-node.js';
import { olderToyMachine, toyMachine } from './toy-machine.js';

await runNode(process.argv.includes('--older') ? olderToyMachine : toyMachine, {});
