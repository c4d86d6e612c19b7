import type { Recovery } from './recovery.js';

const none = { kinds: [], context: null, code: null } as const;

/** Situations of the managers, who keep the truth. */
export const managerRecoveries: readonly Recovery[] = [
  {
    name: 'manager-crashed',
    symptom: 'A manager does not run; its disk is there.',
    when: none,
    see: [
      { at: 'readiness', role: 'manager', shows: 'nothing answers' },
      { at: 'metrics', role: 'manager', shows: '`orchestrator_raft_terms_led_total` of another rises, if it was the leader' },
    ],
    calls: [],
    after: 'Calls go on meanwhile, after an election of less than a second. Start it again: it catches up, and `/readyz` says so.',
    needs: 'a node',
  },
  {
    name: 'manager-lost',
    symptom: 'A manager and its disk are lost for good, or its disk is not to be trusted; the others have a majority.',
    when: none,
    see: [
      { at: 'answer', shows: '`GET /v2/managers`: the `silence` of the member grows' },
      { at: 'metrics', role: 'manager', shows: '`orchestrator_raft_members{as="voter"}` counts it still' },
    ],
    calls: [
      {
        operation: 'manager.add',
        of: 'a new name, after its process was started with an empty disk and `join`',
        until: 'until `manager.list` does not call it a learner',
      },
      { operation: 'manager.remove', of: 'the lost one', until: null },
      { operation: 'manager.list', of: 'the group', until: null },
    ],
    after:
      'The list has the new one as a follower and not the lost one; the audit has `add`, `promote` and `remove`. The lost name never comes back with an empty disk: it would have forgotten its votes.',
    needs: 'a node',
  },
  {
    name: 'quorum-lost',
    symptom: 'Every call ends in 503 `UNAVAILABLE`.',
    when: { kinds: [], context: null, code: 'UNAVAILABLE' },
    see: [
      { at: 'readiness', role: 'gateway', shows: '503 `NO_MANAGER`' },
      { at: 'readiness', role: 'manager', shows: '503 `NO_LEADER` on every one that runs' },
      { at: 'metrics', role: 'manager', shows: '`orchestrator_raft_leader_known` is 0' },
    ],
    calls: [],
    after:
      'As soon as a majority runs again with its disks, one of them leads, and nothing that was acknowledged is lost. If a majority of disks is gone, only a backup helps.',
    needs: 'a node',
  },
  {
    name: 'everything-lost',
    symptom: 'A majority of the managers’ disks is gone, and there is a backup.',
    when: none,
    see: [{ at: 'readiness', role: 'manager', shows: '503 `NO_LEADER`, for ever' }],
    calls: [
      {
        operation: 'backup.restore',
        of: 'managers that were all started anew with empty disks; the body is what `backup.get` answered',
        until: 'until no context moves',
      },
      { operation: 'inventory.get', of: 'everything', until: null },
    ],
    after:
      'The inventory is that of the backup; contexts are driven anew, and what clusters have beyond them is swept away. What was acknowledged after the backup is lost. Readers of the audit are told 410.',
    needs: 'a node',
  },
  {
    name: 'backup-is-due',
    symptom: 'There is no backup of today.',
    when: none,
    see: [{ at: 'metrics', role: 'manager', shows: '`orchestrator_audit_last` is above that of the last backup' }],
    calls: [{ operation: 'backup.get', of: 'the whole state', until: null }],
    after:
      'A document that `backup.restore` takes. A restore over something that is there needs `force=true`, and takes away what came later.',
    needs: 'calls',
  },
  {
    name: 'disk-rotted',
    symptom: 'A manager ends as soon as it is started.',
    when: none,
    see: [
      { at: 'process', shows: 'its last words are `disk:`, the file, and the byte at which it is broken although it was acknowledged' },
      { at: 'readiness', role: 'manager', shows: 'nothing answers' },
    ],
    calls: [
      {
        operation: 'manager.add',
        of: 'a new name, after its process was started with an empty disk and `join`',
        until: 'until `manager.list` does not call it a learner',
      },
      { operation: 'manager.remove', of: 'the one whose disk rotted', until: null },
    ],
    after:
      'As for a manager that is lost. A torn end of the log, which a crash leaves, is no rot: it was never acknowledged, and is cut off in silence.',
    needs: 'a node',
  },
  {
    name: 'disk-is-full',
    symptom: 'A manager ended because its disk did not take a write.',
    when: none,
    see: [{ at: 'process', shows: 'its last words are `disk:`, the file, and `ENOSPC` or `EIO`' }],
    calls: [],
    after: 'Make room and start it again: nothing that it acknowledged was on its way to that write.',
    needs: 'a node',
  },
  {
    name: 'node-to-be-restarted',
    symptom: 'A node is to be restarted, for a new version or a new machine.',
    when: none,
    see: [
      {
        at: 'readiness',
        role: 'gateway',
        shows: '503 `ENDING` from SIGTERM on, while what is in flight is finished; of managers and syncers, too',
      },
    ],
    calls: [],
    after:
      'It ends in good order: a leader hands over first, a syncer gives its servers back, a gateway answers what it has taken. One after the other, each when the one before is ready again.',
    needs: 'a node',
  },
];
