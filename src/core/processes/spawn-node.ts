import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Launch } from './launch-of.js';
import { limits } from './limits.js';

const file = 'stderr';

/** Makes the process of a node, in a group of its own; what it says on stderr is kept in the folder, where a program that is not ours also works. */
export function spawnNode({ command, env, startLine }: Launch, directory: string): ChildProcess {
  mkdirSync(directory, { recursive: true });
  const stderr = openSync(join(directory, file), 'w');
  const [program = '', ...args] = command;
  const cwd = startLine === null ? { cwd: directory } : {};
  const child = spawn(program, args, { detached: true, stdio: ['pipe', 'pipe', stderr], env: { ...process.env, ...env }, ...cwd });
  closeSync(stderr);
  child.stdin?.on('error', () => undefined);
  return child;
}

/** The last of what the process of that folder said on stderr. */
export function lastOnStderr(directory: string): string {
  try {
    return readFileSync(join(directory, file), 'utf8').slice(-limits.stderrBytesMax).trim();
  } catch {
    return '';
  }
}
