import { assert, type Machine, parseJson } from '../index.js';
import type { Control, StartLine } from './control.js';
import { LineSplitter } from './line-splitter.js';
import { LiveNode } from './live-node.js';
import { report } from './reporter.js';
import type { Transport } from './transport.js';

/** Longest line down: a start line holds the whole configuration. */
const controlBytesMax = 64 * 1024 * 1024;

/** Exit code of a node that could not be started; why is told as `failed`. */
const EXIT_FAILED = 4;

/**
 * Runs a machine as the node of this process: reads a start line from stdin, then commands, and ends when stdin does; SIGTERM asks it to end. Never resolves.
 * A step that throws ends the process, as any other defect of a program would.
 */
export function runNode<S>(machine: Machine<S>, options: { readonly transport?: Transport }): Promise<void> {
  const splitter = new LineSplitter(controlBytesMax);
  let node: LiveNode<S> | null = null;
  const end = (): never => process.exit(0);
  process.stdin.on('data', (bytes: Buffer) => {
    const lines = splitter.push(bytes);
    assert(lines !== null, 'node: a line of its supervisor has an end');
    for (const line of lines) {
      const json = parseJson(line);
      assert(json !== undefined, 'node: its supervisor speaks JSON');
      if (node === null) start((node = new LiveNode(machine, json as unknown as StartLine, options.transport)));
      else node.obey(json as unknown as Control);
    }
  });
  process.on('SIGTERM', () => (node === null ? end() : node.end()));
  process.stdin.on('end', end).on('close', end).on('error', end);
  return new Promise(() => undefined);
}

function start<S>(node: LiveNode<S>): void {
  node.start().catch((error: NodeJS.ErrnoException) => {
    report({ is: 'failed', code: error.code ?? error.name, detail: String(error.stack) });
    process.exit(EXIT_FAILED);
  });
}
