// What befalls the group of managers one thing after another: places that no single fault reaches, and that chance alone meets once in thousands of runs.
import type { Chain, Link } from '../generators/index.js';
import type { Target } from '../src/contract/index.js';
import { unkeyed } from './systems/reference/reference-operations.js';
import { type Draw, type Micros, pick } from '../src/world/index.js';

const ms: Micros = 1_000;
/** Longer than any election. */
const calm: Micros = 400 * ms;
/** Long enough for others to take over. */
const takeOver: Micros = 1_500 * ms;

const leader: Target = { role: 'manager', pick: 'leader' };
const follower: Target = { role: 'manager', pick: 'follower' };
const other: Target = { role: 'manager', pick: 'other' };
const managers: Target = { role: 'manager', pick: 'all' };
const client: Target = { role: 'client', pick: 0 };
const gateway: Target = { role: 'gateway', pick: 0 };
const upstream = { streams: ['upstream'], strength: 0 };

const between = (draw: Draw, least: Micros, most: Micros): Micros => least + draw('between', most - least + 1);

function link(fault: string, target: Target | readonly [Target, Target], plus: Micros, lasts: Micros, args: Link['args'] = {}): Link {
  return { fault, on: 'role' in target ? [target] : target, args, lasts, plus };
}

/** The answers of the leader are lost on their way back, just after what was asked for is done. */
const unanswered: Chain = {
  name: 'unanswered',
  weight: 3,
  wants: ({ op }) => op.endsWith(unkeyed),
  draw: (draw) => [link('partition-one-way', [leader, gateway], 0, between(draw, 10 * ms, 500 * ms), upstream)],
};

/** While one manager is cut off the others go on; as it comes back, the one that leads is gone. */
const comesBack: Chain = {
  name: 'comes-back',
  weight: 4,
  draw: (draw) => {
    const away = between(draw, 200 * ms, 1_500 * ms);
    const late = pick(draw, 'late', [0, 0, 2 * ms, 60 * ms, 200 * ms]);
    return [link('isolation', pick(draw, 'away', [leader, leader, follower]), 0, away), link('crash', leader, away + late, takeOver)];
  },
};

/** Two leaders fall one after the other, each soon after it was made, and the first comes back in between. */
const twoFalls: Chain = {
  name: 'two-falls',
  weight: 2,
  draw: (draw) => {
    const first = between(draw, 300 * ms, 800 * ms);
    const second = first + between(draw, 0, 20 * ms);
    return [
      link('isolation', leader, 0, first),
      link(pick(draw, 'how', ['crash', 'isolation']), leader, first - between(draw, 0, 100 * ms), takeOver),
      link('crash', leader, second + calm + between(draw, 0, 300 * ms), takeOver),
    ];
  },
};

/** Of two who have what was acknowledged, one is harmed while it writes and the other is gone before it is mended; the third was cut off. */
const thinQuorum: Chain = {
  name: 'thin-quorum',
  weight: 4,
  draw: (draw) => {
    const harm = pick(draw, 'harm', [0, 0, 0, 20 * ms]);
    const fall = harm + between(draw, 4 * ms, 60 * ms);
    const mended = fall - harm + between(draw, 10 * ms, 60 * ms);
    const nth = pick(draw, 'nth', [1, 1, 2, 3]);
    const harms = [
      link('crash-at-effect', follower, harm, mended, { effect: 'persist', nth, phase: 'before' }),
      link('crash-at-effect', follower, harm, mended, { effect: 'send', nth, phase: 'after' }),
      link('crash-at-write', follower, harm, mended, { effect: 'persist', nth, phase: 'within' }),
      link('disk-failed', follower, harm, mended),
    ];
    return [link('isolation', other, 0, fall), pick(draw, 'harm', harms), link('crash', leader, fall, takeOver)];
  },
};

/** The leader is gone and the others sleep, who do not reach each other; all wake at one instant, and both ask the first for its vote. */
const allWake: Chain = {
  name: 'all-wake',
  weight: 2,
  draw: (draw) => [
    link('partition', [follower, other], 0, calm + between(draw, 100 * ms, 900 * ms), upstream),
    link('crash', leader, 0, calm),
    link('pause', follower, 0, calm),
    link('pause', other, 0, calm),
  ],
};

/** No quorum for longer than a gateway waits. */
const outage: Chain = {
  name: 'outage',
  weight: 1,
  draw: (draw) => {
    const lasts = between(draw, 3_200 * ms, 4_000 * ms);
    return [link('crash', leader, 0, lasts), link(pick(draw, 'how', ['crash', 'pause']), follower, 0, lasts)];
  },
};

/** One kind of object is refused for as long as a run may be disturbed, while others wait. */
const poison: Chain = {
  name: 'poison',
  weight: 1,
  draw: (draw) => {
    const resource = pick(draw, 'resource', ['configmaps', 'services', 'deployments']);
    const target: Target = { role: 'cluster', pick: draw('cluster', 2) };
    return [link('cluster-refuses', target, 0, between(draw, 3_000 * ms, 8_000 * ms), { deny: [{ verb: 'create', resource }] })];
  },
};

/** Every manager falls as it writes its snapshot. */
const snapshotTorn: Chain = {
  name: 'snapshot-torn',
  weight: 4,
  draw: (draw) => [
    link('crash-at-write', managers, 0, between(draw, 800 * ms, 2_000 * ms), {
      effect: 'persist',
      nth: 1,
      phase: pick(draw, 'phase', ['before', 'within', 'within']),
      file: 'snapshot',
    }),
  ],
};

/** Nobody hears what became of one of the first calls; when others have filled a snapshot, every manager starts anew from it. */
const snapshotKept: Chain = {
  name: 'snapshot-kept',
  weight: 5,
  wants: ({ id, attempts, timeout }) => /^s\d$/.test(id) && attempts <= 2 && timeout <= 1_000 * ms,
  draw: (draw) => [
    link('black-hole', [client, gateway], 0, between(draw, 300 * ms, 2_500 * ms), { streams: ['downstream'], strength: 0 }),
    link('crash', managers, between(draw, 2_000 * ms, 4_000 * ms), 200 * ms),
  ],
};

/** With logs of ordinary length, which seldom become a snapshot. */
export const referenceChains: readonly Chain[] = [unanswered, comesBack, twoFalls, thinQuorum, allWake, outage, poison];
export const shortLogChains: readonly Chain[] = [snapshotTorn, snapshotKept];
