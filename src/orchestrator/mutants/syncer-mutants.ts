// Every answer of a cluster taken for another, every safeguard of a syncer left out, every table flipped.
import { correctRules, replaceIn, type Rules } from '../rules/index.js';
import { type Mutant, mutantOf } from './mutant.js';

type SyncerRules = Rules['syncer'];
type Change = (rules: SyncerRules) => Partial<SyncerRules>;

function made(name: string, mechanism: string, change: Change): Mutant {
  return mutantOf(name, mechanism, (rules) => replaceIn(rules, 'syncer', change(rules.syncer)));
}

/** What a cluster answers to a deletion or a write. */
const answers: readonly (readonly [status: number, reason: string])[] = [
  [200, ''],
  [200, 'Terminating'],
  [403, 'Forbidden'],
  [404, 'NotFound'],
  [409, 'Conflict'],
  [409, 'AlreadyExists'],
  [422, 'Invalid'],
  [201, ''],
];

export function syncerMutants(): readonly Mutant[] {
  return [...outcomes(), ...collections(), ...watches(), ...sweeps(), ...functions];
}

/** Outages never come this far: only what the cluster decided is taken for something else. */
function outcomes(): readonly Mutant[] {
  const { deleteOutcome, applyOutcome } = correctRules.syncer;
  const deleted = answers.filter(([status]) => status !== 201 && status !== 422);
  const deletes = deleted.map(([status, reason]) => {
    const other = deleteOutcome(status, reason) === 'done' ? 'retry' : 'done';
    return made(
      `delete-${status}-${reason === '' ? 'OK' : reason}-${other}`,
      `A deletion answered ${status} ${reason} counts as ${other}.`,
      (syncer) => ({
        deleteOutcome: (of, why) => (of === status && why === reason ? other : syncer.deleteOutcome(of, why)),
      }),
    );
  });
  const applies = answers
    .filter(([, reason]) => reason !== 'Terminating')
    .flatMap(([status, reason]) =>
      (['done', 'retry', 'failed'] as const)
        .filter((other) => other !== applyOutcome(status, reason))
        .map((other) =>
          made(
            `apply-${status}-${reason === '' ? 'OK' : reason}-${other}`,
            `A write answered ${status} ${reason} counts as ${other}.`,
            (syncer) => ({
              applyOutcome: (of, why) => (of === status && why === reason ? other : syncer.applyOutcome(of, why)),
            }),
          ),
        ),
    );
  return [...deletes, ...applies];
}

function collections(): readonly Mutant[] {
  const asked = [
    ['nothing', false, false],
    ...(['present', 'absent'] as const).flatMap((want) =>
      [false, true].flatMap((done) => [false, true].map((hold) => [want, done, hold] as const)),
    ),
  ] as const;
  return asked.map(([want, done, hold]) => {
    const how = `${want}${done ? '-done' : ''}${hold ? '-held' : ''}`;
    const other = !correctRules.syncer.collects(want, done, hold);
    return made(`sweep-${how}-${other ? 'collected' : 'left'}`, `The sweep ${other ? 'collects' : 'leaves'} what is ${how}.`, (syncer) => ({
      collects: (...given) => (given[0] === want && given[1] === done && given[2] === hold ? other : syncer.collects(...given)),
    }));
  });
}

function watches(): readonly Mutant[] {
  return (['expired', 'broken', 'ended'] as const).flatMap((end) =>
    (['relist', 'resume', 'stop'] as const)
      .filter((next) => next !== correctRules.syncer.afterWatch(end))
      .map((next) =>
        made(`watch-${end}-${next}`, `A watch that is ${end} leads to: ${next}.`, (syncer) => ({
          afterWatch: (of) => (of === end ? next : syncer.afterWatch(of)),
        })),
      ),
  );
}

function sweeps(): readonly Mutant[] {
  const { sweep } = correctRules.syncer;
  return [
    made('sweep-never', 'Nothing is swept.', () => ({ sweep: [] })),
    made('sweep-swap-list-ask', 'The sweep asks before it lists.', () => ({ sweep: ['ask', 'list', 'collect'] })),
    ...sweep.map((step) =>
      made(`sweep-drop-${step}`, `The sweep does not ${step}.`, () => ({ sweep: sweep.filter((each) => each !== step) })),
    ),
    made('sweep-always-full', 'Every sweep lists all kinds.', () => ({ isFullSweep: () => true })),
    made('sweep-never-full', 'No sweep lists all kinds.', () => ({ isFullSweep: () => false })),
  ];
}

const functions: readonly Mutant[] = [
  made('believe-anything', 'Whatever is answered counts as the word of the cluster.', () => ({ believes: () => true })),
  made('believe-nothing', 'Nothing that is answered counts.', () => ({ believes: () => false })),
  made('resync-never', 'What watches told is never corrected.', () => ({ resyncs: false })),
  made('adopt-all', 'What another owns is taken.', () => ({ mayAdopt: () => true })),
  made('adopt-none', 'Not even what is its own is written.', () => ({ mayAdopt: () => false })),
  made('adopt-own-only', 'What nobody owns is not taken.', () => ({ mayAdopt: (owner, context) => owner === context })),
  made('adopt-unowned-only', 'Only what nobody owns is written.', () => ({ mayAdopt: (owner) => owner === null })),
  made('ready-always', 'Everything is ready.', () => ({ isReady: () => true })),
  made('ready-never', 'Nothing is ready.', () => ({ isReady: () => false })),
  made('ready-without-status', 'What has no status is ready.', (syncer) => ({
    isReady: (object) => object['status'] === undefined || syncer.isReady(object),
  })),
  made('ready-while-going', 'What goes may be ready.', (syncer) => ({
    isReady: (object) => {
      const { deletionTimestamp: _going, ...metadata } = (object['metadata'] ?? {}) as Readonly<Record<string, never>>;
      return syncer.isReady({ ...object, metadata });
    },
  })),
  made('order-present-falling', 'Objects are made last order first.', (syncer) => ({
    direction: (want) => (want === 'present' ? 'falling' : syncer.direction(want)),
  })),
  made('order-absent-rising', 'Objects go first order first.', (syncer) => ({
    direction: (want) => (want === 'absent' ? 'rising' : syncer.direction(want)),
  })),
  made('order-present-any', 'Objects are made in any order.', (syncer) => ({
    direction: (want) => (want === 'present' ? 'any' : syncer.direction(want)),
  })),
  made('order-absent-any', 'Objects go in any order.', (syncer) => ({
    direction: (want) => (want === 'absent' ? 'any' : syncer.direction(want)),
  })),
  made('work-ungranted', 'A server is worked without a grant of this boot.', (syncer) => ({
    mayWork: (granted, listed) => granted === null || syncer.mayWork(granted, listed),
  })),
  made('work-always', 'A server is worked under any epoch.', () => ({ mayWork: () => true })),
  made('work-never', 'No server is worked.', () => ({ mayWork: () => false })),
  made('work-older', 'A server is worked under an older epoch.', () => ({
    mayWork: (granted, listed) => granted !== null && granted <= listed,
  })),
  made('fence-none', 'No fence is sent.', () => ({ fenceOf: () => null })),
  made('fence-without-sequence', 'The fence does not rise within an epoch.', () => ({ fenceOf: (epoch) => `${epoch}.0` })),
  made('fence-without-epoch', 'The fence is the same for every holder.', () => ({ fenceOf: (_epoch, sequence) => `0.${sequence}` })),
  made('barrier-none', 'Earlier requests are never shut out.', () => ({ needsBarrier: () => false })),
  made('barrier-not-after-grant', 'Requests of the holder before are not shut out.', () => ({
    needsBarrier: (after) => after !== 'grant',
  })),
  made('barrier-not-after-break', 'Requests that were not answered are not shut out.', () => ({
    needsBarrier: (after) => after !== 'broken',
  })),
  made('delete-any-uid', 'Whatever has the name is deleted.', () => ({ deleteUid: () => null })),
  made('update-any-version', 'Whatever was written meanwhile is overwritten.', () => ({ updateVersion: () => null })),
  made('repair-nothing', 'What somebody changed by hand stays.', () => ({ repairs: () => false })),
  made('repair-missing-only', 'What somebody edited stays.', () => ({ repairs: (drift) => drift === 'missing' })),
  made('repair-changed-only', 'What somebody deleted stays away.', () => ({ repairs: (drift) => drift === 'changed' })),
  made('grant-never-lost', 'A syncer keeps what another was granted.', () => ({ loses: () => false })),
  made('grant-always-lost', 'A syncer gives up at every look.', () => ({ loses: () => true })),
  made('grant-lost-when-equal', 'A syncer gives up what it has.', () => ({ loses: (granted, listed) => listed >= granted })),
  made('idle-server-stops', 'A pass ends at the first server that cannot be worked.', () => ({ afterIdle: 'stop' })),
  made('setback-stops', 'All wait for the one that waits.', () => ({ afterSetback: 'stop' })),
  made('waits-by-wall-clock', 'A syncer measures its back-off by its wall clock.', () => ({ waitsBy: 'wall' })),
  made('list-failure-stops', 'A list that fails is not tried again.', () => ({ afterList: 'stop' })),
];
