import { walkLife } from '../generators/index.js';
import { everyInvariant } from '../invariants/index.js';
import type { Call, Scenario } from '../src/contract/index.js';
import { type Draw, pick } from '../src/world/index.js';
import { cards, chainPercent, rarePercent, referenceBreaks, referenceFaults } from './reference-breaks.js';
import { referenceJourneys } from './reference-journeys.js';
import { referenceChains, shortLogChains } from './reference-chains.js';
import { extrasOf } from './systems/reference/reference-extras.js';
import { beginOf, type Level, lifeOf, type Stage } from './systems/reference/reference-life.js';
import { unkeyed } from './systems/reference/reference-operations.js';
import { duelsOf, rivalsAmong } from './systems/reference/reference-rivals.js';
import { migrationStories, storiesOf, type Story } from './systems/reference/reference-stories.js';
import { neighbourStories } from './systems/reference/reference-tenants.js';
import { reference } from './systems/reference/reference.js';
import { namesOf } from './systems/reference/reference-world.js';

const names = namesOf('');
const life = lifeOf(names);
const extras = extrasOf(names);
const rivals = rivalsAmong(life, names);

const stories = [...storiesOf(names), ...duelsOf(names)];

const walk = {
  laneCount: 3,
  lengthMax: 28,
  disorderPercent: 15,
  extraPercent: 25,
  storyPercent: 35,
  timeouts: [300_000, 1_000_000, 4_000_000],
};

interface Start {
  readonly level: Level;
  readonly at: Stage;
  /** What else is set up. */
  readonly besides?: 'next' | 'neighbours';
  readonly stories?: readonly Story[];
  /** Absent: what the orchestrator takes by itself, and seldom fills in one run. */
  readonly logEntriesMax?: number;
}

const shortLog = 40;

const migrating: Start = { level: 'running', at: 'migrate', besides: 'next', stories: migrationStories(names) };
const neighbours: Start = { level: 'running', at: 'cycle', besides: 'neighbours', stories: neighbourStories(names) };

/** How far the set-up goes, and where in the life the lanes begin. */
const starts: readonly Start[] = [
  { level: 'none', at: 'clusters' },
  { level: 'clusters', at: 'cloud' },
  { level: 'cloud', at: 'group' },
  { level: 'group', at: 'running' },
  { level: 'group', at: 'running' },
  { level: 'group', at: 'running' },
  { level: 'running', at: 'cycle' },
  { level: 'running', at: 'cycle', logEntriesMax: shortLog },
  { level: 'running', at: 'more', logEntriesMax: shortLog },
  { level: 'running', at: 'next' },
  migrating,
  neighbours,
];

/** The main job: the bundled orchestrator under everything at once. */
export const referenceScenario: Scenario = {
  name: 'reference',
  claim: 'Whatever is called and whatever breaks, once it is healed the orchestrator comes to rest, tells the truth, and can be emptied.',
  system: reference,
  faults: referenceFaults,
  invariants: everyInvariant,
  plan: (draw, seed, intensity, index) => {
    const { level, at, besides, logEntriesMax, stories: own } = pick(draw, 'start', starts);
    const told = own === undefined || draw('own', 3) === 0 ? stories : own;
    const calls = walkLife(draw, { ...walk, laneCount: lanesOf(draw), life, extras, stories: told, rivals, from: beginOf(names, at) }).map(
      withoutKey,
    );
    const breaks = referenceBreaks(draw, { calls, intensity, index, isLogShort: logEntriesMax !== undefined });
    const knobs = {
      setUp: level,
      ...(besides === undefined ? {} : { besides }),
      ...(logEntriesMax === undefined ? {} : { logEntriesMax }),
    };
    return { schema: 1, scenario: 'reference', system: 'reference', seed, knobs, steps: [...calls, ...breaks] };
  },
  journeys: referenceJourneys,
  configuration: {
    ...walk,
    cards,
    chainPercent,
    rarePercent,
    chains: [...referenceChains, ...shortLogChains].map(({ name, weight }) => `${name} ${weight}`),
    starts: starts.map(({ level, at, besides, logEntriesMax }) => [level, at, besides ?? '', logEntriesMax ?? ''].join(' ').trim()),
    life: life.length,
    extras: extras.length,
    stories: stories.length + starts.reduce((sum, { stories: own }) => sum + (own?.length ?? 0), 0),
  },
  floors: { operations: 300, acceptedPercent: 20, faultKinds: 8, unknownPercentMax: 10 },
  runs: { sim: 400, real: 14 },
};

function lanesOf(draw: Draw): number {
  return 1 + draw('lanes', walk.laneCount);
}

/** Nobody needs a key for what is sent only once. */
function withoutKey(call: Call): Call {
  return call.attempts === 1 && call.op.endsWith('.create') ? { ...call, op: call.op + unkeyed } : call;
}
