import type { Event, Trial } from '../../contract/index.js';
import type { Micros } from '../../world/index.js';
import { conduct, type Conduct, wakeAt } from '../conductor/index.js';

/** Most entries of one history; a run that makes more is cut there. */
const eventsMax = 200_000;

/**
 * Carries a run on to its end, or until it is stopped, and appends to its history. Awaits only what is a promise, so that a run in the simulator never
 * leaves the current turn of the event loop. `from`: when the conductor wants to be woken, of a run that goes on.
 */
export async function drive(
  trial: Trial,
  c: Conduct,
  events: Event[],
  signal: AbortSignal | undefined,
  from: Micros = trial.now,
): Promise<void> {
  let until = from;
  let stop = (): void => undefined;
  const stopped = new Promise<null>((resolve) => {
    stop = () => resolve(null);
  });
  signal?.addEventListener('abort', stop);
  try {
    while (events.length < eventsMax && signal?.aborted !== true) {
      const next = trial.next(until);
      const happening = next instanceof Promise ? await Promise.race([next, stopped]) : next;
      if (happening === null) return;
      const { commands, events: fresh, over } = conduct(c, happening);
      for (const event of fresh) events.push(event);
      if (over) return;
      for (const command of commands) trial.do(command);
      until = wakeAt(c);
    }
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
