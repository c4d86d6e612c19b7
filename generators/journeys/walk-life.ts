// Plans made from a system's life: the valid sequence from nothing to running and back. Lanes walk slices of it that are then disordered: steps dropped,
// repeated, swapped, replaced by others, or raced from a lane of its own. What stays valid reaches deep states; what does not is out of order on purpose.
import type { Call, Errand, When } from '../../src/contract/index.js';
import { chance, type Draw, type Micros, pick } from '../../src/world/index.js';

/** A step of a story; `rival` is sent at the same moment, from another lane. */
export type StoryStep = Errand & { readonly rival?: Errand };

export interface WalkOptions {
  /** Set-up to running to nothing, in a valid order. */
  readonly life: readonly Errand[];
  /** Index in `life` of the first step that the set-up has not done. */
  readonly from: number;
  /** Other calls that may come at any place: reads, edits, wrong bodies, references never issued, drift. */
  readonly extras: readonly Errand[];
  /** Short sequences that may come at any place; their steps stay together. Absent: none. */
  readonly stories?: readonly (readonly StoryStep[])[];
  /** Percent of lanes that a story is woven into, in place of as many steps at its end. */
  readonly storyPercent?: number;
  readonly laneCount: number;
  /** Steps of one lane before disorder, at most. Whole, ≥ 1. */
  readonly lengthMax: number;
  /** Percent of steps that are disordered. */
  readonly disorderPercent: number;
  /** Percent of steps that are replaced by, or followed by, an extra. */
  readonly extraPercent: number;
  readonly timeouts: readonly Micros[];
  /** What a step may race with, beside its own copy. Absent: nothing. */
  readonly rivals?: (errand: Errand) => readonly Errand[];
}

interface Draft {
  readonly errand: StoryStep;
  /** Sent the moment that this draft of another lane is sent. */
  readonly racing: Draft | null;
}

/** The calls of one plan, lane by lane; ids are unique. */
export function walkLife(draw: Draw, options: WalkOptions): readonly Call[] {
  const lanes: Draft[][] = [];
  for (let lane = 0; lane < options.laneCount; lane++) lanes.push(walk(draw, options, lane));
  addRaces(draw, options, lanes);
  const names = new Map<Draft, string>();
  lanes.flat().forEach((draft, index) => void names.set(draft, `s${index + 1}`));
  return lanes.flatMap((drafts, lane) => drafts.map((draft) => callOf(draw, options, { draft, lane, names })));
}

function walk(draw: Draw, options: WalkOptions, lane: number): Draft[] {
  const begin = Math.max(0, options.from - draw('back', 3) + (lane === 0 ? 0 : draw('ahead', 8)));
  const length = 1 + draw('length', options.lengthMax);
  const slice = options.life.slice(begin, begin + length);
  return weave(draw, options, slice).map((errand): Draft => ({ errand, racing: null }));
}

/** A story takes the place of other steps, so that lanes stay as long as they are. */
function weave(draw: Draw, options: WalkOptions, slice: readonly Errand[]): readonly StoryStep[] {
  const { stories = [], storyPercent = 0 } = options;
  const told = stories.length > 0 && chance(draw, 'story', storyPercent) ? pick(draw, 'stories', stories) : [];
  const kept = slice.slice(0, Math.max(1, slice.length - told.length));
  const place = told.length === 0 ? 0 : draw('place', kept.length + 1);
  const out = (errands: readonly Errand[]): readonly Errand[] => errands.flatMap((errand) => disorder(draw, options, errand));
  return [...out(kept.slice(0, place)), ...told, ...out(kept.slice(place))];
}

function disorder(draw: Draw, options: WalkOptions, errand: Errand): readonly Errand[] {
  const extra = (): Errand => (draw('extra', 4) === 0 ? pick(draw, 'stale', options.life) : pick(draw, 'other', options.extras));
  if (chance(draw, 'replace', options.extraPercent)) return draw('keep', 3) === 0 ? [extra()] : [errand, extra()];
  if (!chance(draw, 'disorder', options.disorderPercent)) return [errand];
  switch (draw('how', 4)) {
    case 0:
      return [];
    case 1:
      return [errand, errand];
    case 2:
      return [pick(draw, 'stale', options.life), errand];
    default:
      return [{ ...errand, rest: false }];
  }
}

/** Some steps get a rival, which waits in a lane of its own for their moment: a copy, or a call that gets in their way. */
function addRaces(draw: Draw, options: WalkOptions, lanes: Draft[][]): void {
  const drafts = lanes.flat();
  for (const racing of drafts) if (racing.errand.rival !== undefined) lanes.push([rivalOf(racing.errand.rival, racing)]);
  // Disorder may have dropped every step.
  if (!chance(draw, 'races', 40) || drafts.length === 0) return;
  const count = 1 + draw('races', 2);
  for (let race = 0; race < count; race++) {
    const racing = pick(draw, 'raced', drafts);
    const others = draw('copy', 2) === 0 ? [] : (options.rivals?.(racing.errand) ?? []);
    lanes.push([rivalOf(others.length === 0 ? racing.errand : pick(draw, 'rival', others), racing)]);
  }
}

function rivalOf(errand: Errand, racing: Draft): Draft {
  return { errand: { ...errand, rest: false, makes: null }, racing };
}

interface Placed {
  readonly draft: Draft;
  readonly lane: number;
  readonly names: ReadonlyMap<Draft, string>;
}

function callOf(draw: Draw, options: WalkOptions, { draft, lane, names }: Placed): Call {
  const { op, args, makes, rest } = draft.errand;
  const rival = draft.racing === null ? undefined : names.get(draft.racing);
  const after: When | null =
    rival === undefined ? null : { step: rival, phase: 'sent', plus: pick(draw, 'apart', [0, 0, 200, 1_000, 3_000]) };
  const attempts = pick(draw, 'attempts', [1, 2, 4, 4]);
  const timeout = pick(draw, 'timeout', options.timeouts);
  return { is: 'call', id: names.get(draft) ?? '', lane: `lane${lane + 1}`, op, args, makes, after, attempts, timeout, rest };
}
