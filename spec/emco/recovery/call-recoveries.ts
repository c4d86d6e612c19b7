import type { Recovery } from './recovery.js';

const groups = ['deployment-intent-group'] as const;

/** Situations in which a call is refused, or its outcome is not known. */
export const callRecoveries: readonly Recovery[] = [
  {
    name: 'outcome-unknown',
    symptom: 'A call ended without an answer, or with 503 `UNAVAILABLE`: it may or may not have taken effect.',
    when: { kinds: [], context: null, code: 'UNAVAILABLE' },
    see: [
      { at: 'audit', shows: 'a record with the call’s `key`, `verb` and `actor`, if it took effect' },
      { at: 'metrics', role: 'gateway', shows: '`orchestrator_ask_timeouts_total` rises' },
    ],
    calls: [],
    after:
      'The same call with the same `Idempotency-Key`, repeated within `keyLife` (10 min), is answered as it was decided, and has one effect.',
    needs: 'time',
  },
  {
    name: 'terminate-refused',
    symptom: 'A terminate is refused with 409 `ILLEGAL_STATE`.',
    when: { kinds: ['deployment-intent-group', 'logical-cloud', 'cluster'], context: null, code: 'ILLEGAL_STATE' },
    see: [
      { at: 'answer', shows: '`state` and `context` are what it is; which calls are legal then says docs/life-cycles.md' },
      { at: 'audit', shows: 'the last records of this `key`: somebody else terminated or stopped it' },
    ],
    calls: [{ operation: '*.status', of: 'the document', until: null }],
    after:
      '`Terminated` or `None` is done already; `Terminating` needs time alone; `TerminateStopped` and `InstantiateStopped` take a terminate.',
    needs: 'calls',
  },
  {
    name: 'stopped-half-way',
    symptom: 'Somebody stopped an instantiate or a terminate, and it is to go on.',
    when: { kinds: groups, context: ['InstantiateStopped'], code: null },
    see: [{ at: 'inventory', shows: '`contexts[].status` is `InstantiateStopped`, and its items are on `hold`' }],
    calls: [{ operation: 'deployment-intent-group.update', of: 'the group', until: 'until its context is `Instantiated`' }],
    after: 'The context is `Instantiated`. A stopped terminate (`TerminateStopped`) goes on by another terminate.',
    needs: 'calls',
  },
  {
    name: 'cloud-in-use',
    symptom: 'A logical cloud cannot be terminated: 409 `CLOUD_IN_USE`.',
    when: { kinds: ['logical-cloud'], context: 'live', code: 'CLOUD_IN_USE' },
    see: [
      { at: 'answer', shows: '`by` is a group that has a live context in it' },
      { at: 'inventory', shows: '`contexts[]` that are not `Terminated` and whose `refs` name the cloud: `owner` is the group' },
    ],
    calls: [
      { operation: 'deployment-intent-group.terminate', of: 'each such group', until: 'until its context is `Terminated`' },
      { operation: 'logical-cloud.terminate', of: 'the cloud', until: 'until its context is `Terminated`' },
    ],
    after: 'The state of the cloud is `Terminated`.',
    needs: 'calls',
  },
  {
    name: 'delete-refused-named',
    symptom: 'A delete is refused with 409 `REFERENCED`.',
    when: { kinds: 'every', context: null, code: 'REFERENCED' },
    see: [
      { at: 'answer', shows: '`by` is one of those that name it' },
      { at: 'inventory', shows: 'every one of them: `documents[]` and `contexts[]` whose `refs` name its key' },
    ],
    calls: [
      { operation: '*.delete', of: 'the document `by`, after its terminate where it has a live context', until: null },
      { operation: '*.delete', of: 'the document', until: null },
    ],
    after: 'It is gone. What a live context names is free once that is `Terminated`.',
    needs: 'calls',
  },
  {
    name: 'delete-refused-holds',
    symptom: 'A delete is refused with 409 `HAS_CHILDREN`.',
    when: { kinds: 'every', context: null, code: 'HAS_CHILDREN' },
    see: [
      { at: 'answer', shows: '`by` is one that is inside of it' },
      { at: 'inventory', shows: 'every one of them: `documents[]` whose `key` begins with its own and a slash' },
    ],
    calls: [
      { operation: '*.delete', of: 'what is inside, the innermost first', until: null },
      { operation: '*.delete', of: 'the document', until: null },
    ],
    after: 'It is gone.',
    needs: 'calls',
  },
  {
    name: 'approval-taken-back',
    symptom: 'An instantiate is refused with 409 `ILLEGAL_STATE`, although the group was approved.',
    when: { kinds: groups, context: null, code: 'ILLEGAL_STATE' },
    see: [{ at: 'audit', shows: 'a record of verb `unapprove`; the record of the same `index` is the edit that took the approval back' }],
    calls: [
      { operation: 'deployment-intent-group.approve', of: 'the group', until: null },
      { operation: 'deployment-intent-group.instantiate', of: 'the group', until: 'until its context is `Instantiated`' },
    ],
    after: 'The context is `Instantiated`.',
    needs: 'calls',
  },
  {
    name: 'revision-is-bad',
    symptom: 'What was updated does not work, and the revision before is wanted back.',
    when: { kinds: groups, context: ['Instantiated', 'Updating', 'InstantiateFailed', 'InstantiateStopped'], code: null },
    see: [{ at: 'status', shows: '`states.actions[].revision`: the numbers that there were; the newest ten can be gone back to' }],
    calls: [
      {
        operation: 'deployment-intent-group.rollback',
        of: 'the group',
        body: '{"metadata":{},"spec":{"revision":"1"}}',
        until: 'until its context is `Instantiated`',
      },
    ],
    after: 'The objects are those of that revision, under a new number; what the bad one added is gone.',
    needs: 'calls',
  },
  {
    name: 'reader-fell-behind',
    symptom: 'A reader of the audit is refused with 410 `AUDIT_GONE`: it was away too long, or a backup was restored.',
    when: { kinds: [], context: null, code: 'AUDIT_GONE' },
    see: [{ at: 'answer', shows: '`oldest` and `last` are the records that are kept' }],
    calls: [
      { operation: 'inventory.get', of: 'everything', until: null },
      { operation: 'audit.get', of: 'what comes after the `audit` of that inventory', until: null },
    ],
    after: 'The reader knows everything again, and misses nothing that comes.',
    needs: 'calls',
  },
];
