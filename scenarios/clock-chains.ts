// Clocks that are wrong just when it matters: with a fault of something else that has them asked. Either alone is as good as nothing.
import type { Chain, Link } from '../generators/index.js';
import type { Target } from '../src/contract/index.js';
import { type ClockFault, type Draw, type Micros, pick } from '../src/world/index.js';

const ms: Micros = 1_000;
const hour: Micros = 3_600_000 * ms;

const leader: Target = { role: 'manager', pick: 'leader' };
const client: Target = { role: 'client', pick: 0 };
const gateway: Target = { role: 'gateway', pick: 0 };
const syncers: Target = { role: 'syncer', pick: 'all' };

const between = (draw: Draw, least: Micros, most: Micros): Micros => least + draw('between', most - least + 1);

function wrong(on: Target, args: ClockFault, plus: Micros, lasts: Micros): Link {
  return { fault: args.kind === 'drift' ? 'clock-drift' : 'clock-skew', on: [on], args: { ...args }, plus, lasts };
}

/**
 * The clock of the leader gains more than an election takes, as that of a virtual machine that catches up; then the leader falls, and one whose clock is right goes on. Calls are
 * slow meanwhile, so that some come just before and some just after.
 */
const fastLeader: Chain = {
  name: 'fast-leader',
  weight: 1,
  draw: (draw) => {
    const gains = between(draw, 1_000 * ms, 2_000 * ms);
    const slow = { streams: ['upstream'], strength: between(draw, 50 * ms, 200 * ms) };
    return [
      { fault: 'latency', on: [client, gateway], args: slow, plus: 0, lasts: gains + 1_500 * ms },
      wrong(leader, { kind: 'drift', perMille: pick(draw, 'rate', [1_000, 2_000]) }, 0, gains),
      { fault: 'crash', on: [leader], args: {}, plus: gains, lasts: 1_500 * ms },
    ];
  },
};

/** The leader carries a call out, its answer is lost, and its wall clock is set forward before the call comes again. */
const setForward: Chain = {
  name: 'set-forward',
  weight: 1,
  wants: ({ attempts }) => attempts > 1,
  draw: (draw) => {
    const lost = between(draw, 100 * ms, 700 * ms);
    const answers = { streams: ['upstream'], strength: 0 };
    return [
      { fault: 'partition-one-way', on: [leader, gateway], args: answers, plus: 0, lasts: lost },
      wrong(leader, { kind: 'skew', offset: pick(draw, 'hours', [1, 24]) * hour }, between(draw, 10 * ms, 100 * ms), 2 * lost),
    ];
  },
};

/** The wall clocks of the syncers are ahead while a cluster is away, and are set back before it comes again. */
const setBack: Chain = {
  name: 'set-back',
  weight: 1,
  draw: (draw) => {
    const away = between(draw, 800 * ms, 2_500 * ms);
    return [
      wrong(syncers, { kind: 'skew', offset: hour }, 0, away - between(draw, 0, 300 * ms)),
      { fault: 'cluster-down', on: [{ role: 'cluster', pick: draw('cluster', 2) }], args: {}, plus: 0, lasts: away },
    ];
  },
};

export const clockChains: readonly Chain[] = [fastLeader, setForward, setBack];
