import { AssertionError } from '../../world/index.js';

const holders: readonly (readonly [holder: object, names: readonly string[]])[] = [
  [Date, ['now']],
  [Math, ['random']],
  [performance, ['now']],
  [globalThis, ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'fetch']],
];

/** For tests: runs a step in which asking the real clock, real chance, real timers or the network throws. */
export function guarded<T>(step: () => T): T {
  const undo: (() => void)[] = [];
  for (const [holder, names] of holders) for (const name of names) undo.push(forbid(holder, name));
  try {
    return step();
  } finally {
    for (const restore of undo) restore();
  }
}

function forbid(holder: object, name: string): () => void {
  const own = Object.getOwnPropertyDescriptor(holder, name);
  const value = (): never => {
    throw new AssertionError(`simulator: a step takes ${name} from nobody but its env`);
  };
  Object.defineProperty(holder, name, { value, configurable: true, writable: true });
  return () => {
    if (own === undefined) Reflect.deleteProperty(holder, name);
    else Object.defineProperty(holder, name, own);
  };
}
