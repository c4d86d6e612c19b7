import { AssertionError } from '../../world/index.js';

/** Where a step could get time, chance or the network past its env. */
const sources: readonly (readonly [holder: object, names: readonly string[]])[] = [
  [Date, ['now']],
  [Math, ['random']],
  [performance, ['now']],
  [process, ['hrtime', 'uptime']],
  [crypto, ['randomUUID', 'getRandomValues']],
  [globalThis, ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch']],
];

/** For tests: runs a step in which asking the real clock, real chance, real timers or the network throws. */
export function guarded<T>(step: () => T): T {
  const undo = sources.flatMap(([holder, names]) => names.map((name) => put(holder, name, () => refuse(name))));
  undo.push(put(globalThis, 'Date', datesOf(Date)));
  try {
    return step();
  } finally {
    for (const restore of undo) restore();
  }
}

function refuse(name: string): never {
  throw new AssertionError(`simulator: a step takes ${name} from nobody but its env`);
}

/** Dates of given moments are harmless; the present one is not. */
function datesOf(real: DateConstructor): DateConstructor {
  return new Proxy(real, {
    apply: () => refuse('Date'),
    construct: (target, args: readonly unknown[]) => (args.length === 0 ? refuse('Date') : new target(...(args as [number]))),
  });
}

function put(holder: object, name: string, value: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(holder, name);
  Object.defineProperty(holder, name, { value, configurable: true, writable: true });
  return () => {
    if (own === undefined) Reflect.deleteProperty(holder, name);
    else Object.defineProperty(holder, name, own);
  };
}
