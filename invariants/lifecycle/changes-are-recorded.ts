import type { Described, Event, Invariant, Key } from '../../src/contract/index.js';
import { asObject, type Micros } from '../../src/world/index.js';
import { type AuditReader, type AuditRecord, auditReader, auditsOf, readPage } from '../evidence/audit.js';
import { blame, type Entry, type Judged, judgement } from '../evidence/blame.js';
import { type Acts, actsOf, noteWrite, noWrites, type Write, type Writes } from '../evidence/writes.js';

const claim =
  'Every accepted change left one record in the audit, in the order of time, and the audit tells of no change that nobody asked for.';

interface Seen extends Judged {
  readonly acts: Acts;
  readonly audits: ReadonlySet<string>;
  readonly writes: Writes;
  /** By step, `seq` of the first attempt of a call that reads the audit. */
  readonly reads: Map<string, number>;
  readonly reader: AuditReader;
  /** Of the newest record. */
  lastAt: Micros;
  /** By `verb key`, the records so far. */
  readonly records: Map<string, number>;
  /** The state was put back from a copy: what was recorded before counts no more. */
  isPutBack: boolean;
}

/**
 * For each key and verb: the operations that were accepted before the audit was read are not more than its records, and the records not more than the
 * operations that may have had an effect; one with a key has one, however often it was sent. A replace may make what is not there, so it is counted with create.
 * Cost: O(1) a record, and O(operations) for each reading of the audit to its end. Source: I8 Audit.
 */
export const changesAreRecorded: Invariant<Seen> = {
  name: 'lifecycle/changes-are-recorded',
  id: 'I8',
  claim,
  needs: [],
  start: (system: Described) => ({
    acts: actsOf(system, ({ verb }) => verb === 'create' || verb === 'replace' || verb === 'delete' || verb === 'move'),
    audits: auditsOf(system),
    writes: noWrites(),
    reads: new Map(),
    reader: auditReader(),
    lastAt: 0,
    records: new Map(),
    isPutBack: false,
    violations: [],
    judged: 0,
  }),
  see,
  verdict: (seen) => judgement(seen, 'nobody read the audit to its end'),
};

function see(seen: Seen, event: Event): Seen {
  if (event.is !== 'invoke' && event.is !== 'return' && event.is !== 'settled') return seen;
  if (event.is === 'invoke' && seen.audits.has(event.op)) {
    if (!seen.reads.has(event.step)) seen.reads.set(event.step, event.seq);
  } else noteWrite(seen.writes, seen.acts, event);
  const from = seen.reads.get(event.step);
  if (event.is === 'return' && from !== undefined) readAudit(seen, event, from);
  return seen;
}

function readAudit(seen: Seen, { answer, seq }: Entry<'return'>, from: number): void {
  const page = readPage(seen.reader, asObject(answer) ?? {});
  if (page === null) return;
  for (const record of page.fresh) {
    if (record.at < seen.lastAt) accuse(seen, 'time-goes-back', record.key, [], seq);
    seen.lastAt = record.at;
    count(seen, record);
  }
  if (!page.isEnd || seen.isPutBack) return;
  seen.judged++;
  for (const [key, list] of seen.writes.byKey) for (const [what, asked] of byVerb(key, list, from)) judge(seen, what, key, asked, seq);
}

/** Not what follows from a change, such as that of a context, nor the second record of a migrate, which is about the group that it goes to. */
function count(seen: Seen, { kind, verb, key, from }: AuditRecord): void {
  if (kind === 'state') seen.isPutBack = true;
  if (kind === 'state' || kind === 'context' || kind === 'manager' || verb === 'unapprove') return;
  if (verb === 'migrate' && from === 'Approved') return;
  const what = countedAs(verb, key);
  seen.records.set(what, (seen.records.get(what) ?? 0) + 1);
}

function countedAs(verb: string, key: Key): string {
  return `${verb === 'create' || verb === 'replace' ? 'write' : verb} ${key}`;
}

/** Operations that are counted as one thing. */
interface Asked {
  readonly writes: Write[];
  /** Those that were accepted and over before the audit was read, and the most records that all of them can have made. */
  sure: number;
  most: number;
}

function byVerb(key: Key, list: readonly Write[], readFrom: number): ReadonlyMap<string, Asked> {
  const sorted = new Map<string, Asked>();
  for (const write of list) {
    const { op, kind, verb, outcome, retry, attempts, to } = write;
    const what = countedAs(verb === 'move' ? op.slice(kind.length + 1) : verb, key);
    const asked = sorted.get(what) ?? { writes: [], sure: 0, most: 0 };
    sorted.set(what, asked);
    asked.writes.push(write);
    if (outcome === 'ok' && to < readFrom) asked.sure++;
    if (outcome !== 'fail') asked.most += retry === 'key' ? 1 : attempts;
  }
  return sorted;
}

function judge(seen: Seen, what: string, key: Key, { writes, sure, most }: Asked, seq: number): void {
  const records = seen.records.get(what) ?? 0;
  const [verb] = what.split(' ');
  if (sure > records && seen.reader.isWhole) accuse(seen, `no-record/${verb}`, key, writes, seq);
  if (records > most) accuse(seen, `too-many-records/${verb}`, key, writes, seq);
}

function accuse(seen: Seen, what: string, key: Key, by: readonly Write[], seq: number): void {
  const events = by.flatMap(({ from, to }) => (Number.isFinite(to) ? [from, to] : [from]));
  blame(seen, {
    claim,
    signature: `changes-are-recorded/${[what, ...by.slice(0, 1).map(({ kind }) => kind)].join('/')}`,
    subjects: [key],
    events: [...events, seq],
  });
}
