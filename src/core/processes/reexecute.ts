import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Host, Reexecution } from '../../contract/index.js';
import { decodeRecorded, encodeInput, type Env, hashEffects, type NodeId, type Recorded } from '../../world/index.js';
import { THREW } from '../../world/node/index.js';

/** A node and the recording that it left. */
export interface Flight {
  readonly node: NodeId;
  /** File of JSON lines; one that is not there has no steps. */
  readonly record: string;
  open(): Host;
}

/** Longest part of an input that is shown with a difference. */
const inputCharsMax = 400;

interface Result {
  readonly steps: number;
  readonly difference: Reexecution['differences'][number] | null;
}

/** Gives each recorded input again to a fresh host, with the times and draws it had, and compares the effects. */
export async function reexecute(flights: readonly Flight[]): Promise<Reexecution> {
  const results = [];
  for (const flight of flights) results.push(await reexecuteOne(flight));
  const differences = results.flatMap(({ difference }) => (difference === null ? [] : [difference]));
  return { nodes: new Set(flights.map(({ node }) => node)).size, steps: results.reduce((sum, { steps }) => sum + steps, 0), differences };
}

async function reexecuteOne(flight: Flight): Promise<Result> {
  let host: Host | null = null;
  let steps = 0;
  let torn = false;
  try {
    for await (const recorded of linesOf(flight.record)) {
      // Only a kill tears a line, and after it comes a new life.
      if (recorded === null || (torn && recorded.input.on !== 'boot')) {
        if (torn) return { steps, difference: differenceOf(flight, steps, recorded) };
        torn = true;
        continue;
      }
      torn = false;
      if (recorded.input.on === 'boot') {
        host?.close?.();
        host = flight.open();
      }
      steps++;
      if (host === null || !(await isSame(host, recorded))) return { steps, difference: differenceOf(flight, steps, recorded) };
    }
    return { steps, difference: null };
  } finally {
    host?.close?.();
  }
}

/** Whole lines decoded, null for a torn one. */
async function* linesOf(path: string): AsyncGenerator<Recorded | null> {
  if (!existsSync(path)) return;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    if (line !== '') yield decodeOrNull(line);
  }
}

function decodeOrNull(line: string): Recorded | null {
  try {
    return decodeRecorded(line);
  } catch {
    return null;
  }
}

async function isSame(host: Host, { input, now, wall, draws, effects }: Recorded): Promise<boolean> {
  let drawn = 0;
  const env: Env = { now, wall, draw: () => draws[drawn++] ?? 0 };
  try {
    const again = host.deliver(input, env);
    const hash = hashEffects(again instanceof Promise ? await again : again);
    return hash === effects && drawn === draws.length;
  } catch {
    return effects === THREW;
  }
}

function differenceOf({ node }: Flight, step: number, recorded: Recorded | null): Reexecution['differences'][number] {
  const input = recorded === null ? 'a torn line that no boot follows' : JSON.stringify(encodeInput(recorded.input));
  return { node, step, input: input.slice(0, inputCharsMax) };
}
