import type { AimBounds, Fault, Place } from '../../src/contract/index.js';
import { type Draw, type Micros, pick } from '../../src/world/index.js';
import { instant, type LinkAim, linkFault } from './link-fault.js';

const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const oneStream = (draw: Draw): readonly ('upstream' | 'downstream')[] => [pick(draw, 'stream', ['upstream', 'downstream'] as const)];
const upstream = (): readonly ('upstream' | 'downstream')[] => ['upstream'];
const second = 1_000_000;
/** A caller has given up by then, and may have tried again and gone on. */
const longerThanPatience: Micros = 100_000;
/** Most by which the copy of a single message comes after it. */
const once: Micros = 2 * second;

/** The faults of links that Toxiproxy can make, and so both worlds. Lengths are drawn; the longest is longer than any lease or time-out of a small system. */
export const networkFaults: readonly Fault[] = [
  linkFault({
    name: 'latency',
    weight: 3,
    links: 'any',
    strength: (draw) => 5_000 + draw('latency', pick(draw, 'scale', [50_000, 400_000, 1_500_000])),
    effect: (strength) => ({ kind: 'latency', latency: number(strength), jitter: Math.floor(number(strength) / 4) }),
    streams: oneStream,
    bothWays: false,
    lastsMax: 3 * second,
  }),
  linkFault({
    name: 'lost-connection',
    weight: 3,
    links: 'any',
    strength: () => 0,
    effect: () => ({ kind: 'reset', after: 0 }),
    streams: oneStream,
    bothWays: false,
    lastsMax: 2 * second,
    aim: onStreams('it is lost', () => instant),
  }),
  linkFault({
    name: 'partition-one-way',
    weight: 2,
    links: 'any',
    strength: () => 0,
    effect: () => ({ kind: 'cut' }),
    streams: upstream,
    bothWays: false,
    lastsMax: 4 * second,
    aim: (place, { stay }) =>
      place.passing === 'call' ? [{ how: 'it is refused for a while', lasts: stay, stream: 'upstream', strength: 0 }] : [],
  }),
  linkFault({
    name: 'partition',
    weight: 2,
    links: 'any',
    strength: () => 0,
    effect: () => ({ kind: 'cut' }),
    streams: upstream,
    bothWays: true,
    lastsMax: 4 * second,
  }),
  linkFault({
    name: 'black-hole',
    weight: 2,
    links: 'any',
    strength: () => 0,
    effect: () => ({ kind: 'hold' }),
    streams: oneStream,
    bothWays: false,
    lastsMax: 4 * second,
    aim: onStreams('the link stands still', ({ stay }) => stay),
  }),
  linkFault({
    name: 'slow-close',
    weight: 1,
    links: 'stream',
    strength: (draw) => 50_000 + draw('delay', 950_000),
    effect: (strength) => ({ kind: 'slow-close', delay: number(strength) }),
    streams: oneStream,
    bothWays: false,
    lastsMax: 3 * second,
  }),
  linkFault({
    name: 'bandwidth',
    weight: 1,
    links: 'any',
    strength: (draw) => 1 + draw('rate', 30),
    effect: (strength) => ({ kind: 'bandwidth', kilobytesPerSecond: number(strength) }),
    streams: oneStream,
    bothWays: false,
    lastsMax: 3 * second,
  }),
];

/** On streams: a request on its way out, an answer on its way back. */
function onStreams(how: string, lasts: (bounds: AimBounds) => Micros) {
  return ({ passing, link }: Place, bounds: AimBounds): readonly LinkAim[] =>
    link === 'stream' ? [{ how, lasts: lasts(bounds), stream: passing === 'reply' ? 'downstream' : 'upstream', strength: 0 }] : [];
}

/** The faults that only the simulator's lossy links can have. */
export const lossyFaults: readonly Fault[] = [
  linkFault({
    name: 'loss',
    needs: ['loss'],
    weight: 2,
    links: 'lossy',
    strength: (draw) => 5 + draw('percent', 60),
    effect: (strength) => ({ kind: 'loss', percent: number(strength) }),
    streams: upstream,
    bothWays: false,
    lastsMax: 3 * second,
    aim: () => [{ how: 'it is lost', lasts: instant, stream: 'upstream', strength: 100 }],
  }),
  linkFault({
    name: 'duplicate',
    needs: ['duplicate'],
    weight: 2,
    links: 'lossy',
    strength: (draw) => 100_000 + draw('delay', 3_900_000),
    effect: (strength) =>
      strength === 'once more'
        ? { kind: 'duplicate', percent: 100, delay: once }
        : { kind: 'duplicate', percent: 40, delay: number(strength) },
    streams: upstream,
    bothWays: false,
    lastsMax: 3 * second,
    aim: () => [{ how: 'it comes twice', lasts: instant, stream: 'upstream', strength: 'once more' }],
  }),
  linkFault({
    name: 'reorder',
    needs: ['reorder'],
    weight: 1,
    links: 'lossy',
    strength: (draw) => 1_000 + draw('delay', 300_000),
    effect: (strength) => ({ kind: 'reorder', delay: number(strength) }),
    streams: upstream,
    bothWays: false,
    lastsMax: 3 * second,
  }),
];

/** A single request or message that comes so late that whoever sent it has given it up; what was sent after it overtakes it. Only the simulator can do that. */
export const late: Fault = linkFault({
  name: 'late',
  needs: ['link:late'],
  weight: 1,
  links: 'any',
  strength: (draw) => 100_000 + draw('delay', 2 * second),
  effect: (strength) => ({ kind: 'late', delay: number(strength) }),
  streams: upstream,
  bothWays: false,
  lastsMax: 3 * second,
  aim: ({ passing, patience }, { stay }) => {
    const delay = Math.max(stay, (patience ?? 0) + longerThanPatience);
    return passing === 'reply' ? [] : [{ how: 'it comes late', lasts: delay, stream: 'upstream', strength: delay }];
  },
});
