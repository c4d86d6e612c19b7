import { crash, drawBreaks, networkFaults, pause } from '../generators/index.js';
import type { Break, Call, Intensity, Scenario } from '../src/contract/index.js';
import { chance, type Draw, pick } from '../src/world/index.js';
import { comesBack } from './systems/desk/comes-back.js';
import { etcd, holderLife, holders } from './systems/etcd/etcd.js';
import { noStaleWrite } from './systems/etcd/no-stale-write.js';

const faults = [crash, pause, ...networkFaults];
const walk = { lives: 2, dropPercent: 10, againPercent: 50, pauseMin: 1_500_000, pauseSpread: 1_500_000, timeout: 5_000_000 };

/** etcd's lock, held by lease: one of its holders is stopped for longer than its lease lasts. */
export const etcdLockScenario: Scenario = {
  name: 'etcd-lock',
  claim: 'Who writes holds the lock, however long a holder is stopped and whatever breaks between it and etcd.',
  system: etcd,
  faults,
  invariants: [noStaleWrite, comesBack],
  plan: (draw, seed, intensity) => {
    const calls = holders.flatMap((holder) => drawLane(draw, holder));
    const breaks = drawBreaks(draw, { faults, topology: etcd.topology({}), calls, intensity });
    const steps = [...calls, ...drawLongPause(draw, calls, intensity), ...breaks];
    return { schema: 1, scenario: 'etcd-lock', system: 'etcd', seed, knobs: {}, steps };
  },
  configuration: walk,
  floors: { operations: 20, acceptedPercent: 30, faultKinds: 2, unknownPercentMax: 20 },
  runs: { sim: 0, real: 10 },
};

/** What one holder does: it takes the lock, writes once or twice, and mostly lets go. */
function drawLane(draw: Draw, holder: string): readonly Call[] {
  const lives = Array.from({ length: 1 + draw('lives', walk.lives) }, (_, life) => holderLife(holder, `${holder}.${life}`));
  const kept = lives.flat().filter(() => !chance(draw, 'drop', walk.dropPercent));
  const steps = kept.flatMap((errand) =>
    errand.op === 'register.write' && chance(draw, 'again', walk.againPercent) ? [errand, errand] : [errand],
  );
  return steps.map(
    ({ op, args }, index): Call => ({
      is: 'call',
      id: `${holder}.${index + 1}`,
      lane: holder,
      op,
      args,
      makes: null,
      after: null,
      attempts: pick(draw, 'attempts', [1, 2]),
      timeout: walk.timeout,
      rest: false,
    }),
  );
}

/** A stop that is longer than a lease, once a holder has been granted the lock. */
function drawLongPause(draw: Draw, calls: readonly Call[], intensity: Intensity): readonly Break[] {
  const grants = calls.filter(({ op }) => op === 'lock.acquire');
  if (intensity === 'none' || grants.length === 0) return [];
  const { id, lane } = pick(draw, 'grant', grants);
  const lasts = walk.pauseMin + draw('lasts', walk.pauseSpread);
  const on = [{ role: 'holder', pick: holders.indexOf(lane) }];
  return [{ is: 'break', id: 'p1', fault: 'pause', on, args: {}, from: { step: id, phase: 'done', plus: 0 }, lasts }];
}
