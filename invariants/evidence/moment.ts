import type { Described } from '../../src/contract/index.js';
import type { Entry } from './blame.js';
import { keepLook, type Look, type Looks, noLooks, type Sight, sightOf } from './looks.js';

/** What was recorded and set to work at one and the same time, which lay between two entries of the history. */
export interface Moment {
  /** Whatever was over before this entry had had its effect. */
  readonly after: number;
  /** The look was complete at this entry. */
  readonly seq: number;
  readonly intent: Look;
  readonly work: Look;
}

/** Puts looks together that show one moment. */
export interface Watch {
  readonly sight: Sight;
  readonly looks: Looks;
  lastLook: number;
}

export function watchOf(system: Described): Watch {
  return { sight: sightOf(system), looks: noLooks(), lastLook: -1 };
}

/** The moment that this look completes; null when it completes none, or when the system cannot show one. */
export function momentIn(watch: Watch, event: Entry<'facts'>): Moment | null {
  keepLook(watch.looks, event);
  const { intent, work } = watch.looks;
  if (!watch.sight.together || event.layer !== 'work' || intent === null || work === null) return null;
  const moment = { after: watch.lastLook, seq: event.seq, intent, work };
  watch.lastLook = event.seq;
  return moment;
}
