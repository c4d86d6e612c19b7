// Goal: a backup holds everything, a restore puts it back as it was, and nothing that was given out once is given out again.
// Method: stories of backups and restores, into an empty state and over a present one; inventories are compared, what only rises is followed.
import { expect } from 'chai';
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { backupBytesMax } from '../wire/backup.js';
import { correctRules } from '../rules/index.js';
import { apply, achieve, drop, move, post, short, story, type Story, tell, work } from './story.js';
import { ask, digestState, snapshotOf, stateOf } from './index.js';
import { restoreLeap } from './restore.js';
import { cloud, group, setUp, tearDown } from './world.js';

const dig = 'deployment-intent-group';

function running(): Story {
  const told = story(correctRules.state);
  setUp(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
  move(told, dig, group, 'instantiate');
  achieve(told);
  return told;
}

const backUp = (told: Story): Json => JSON.parse(JSON.stringify(ask(told.state, { ask: 'backup' }, told.rules).body)) as Json;
const restore = (told: Story, backup: Json, force = false): string => short(tell(told, { do: 'restore', backup, force }));

/** Everything but what is meant to change: who holds a server since when, and the versions of work items. */
function inventory(told: Story): Json {
  const body = ask(told.state, { ask: 'inventory' }, told.rules).body as unknown as Readonly<Record<string, readonly JsonObject[]>>;
  const servers = (body['servers'] ?? []).map(({ server, cluster, forgotten }) => ({ server, cluster, forgotten }));
  const contexts = (body['contexts'] ?? []).map((context) => ({
    ...context,
    items: (context['items'] as unknown as readonly JsonObject[]).map((item) => ({ ...item, version: 0 })),
  }));
  return { documents: body['documents'] ?? [], contexts, servers } as unknown as Json;
}

describe('orchestrator/state: backup and restore', () => {
  it('what is wiped is restored as it was, once the clusters were driven anew', () => {
    const told = running();
    const fresh = story(correctRules.state);
    expect(restore(fresh, backUp(told))).to.equal('202');
    const status = (): Json | undefined =>
      asObject(ask(fresh.state, { ask: 'status', kind: dig, key: group, view: null }, fresh.rules).body)?.['deployedStatus'];
    expect(status(), 'nobody knows what the clusters have').to.equal('Instantiating');
    achieve(fresh);
    expect(status()).to.equal('Instantiated');
    expect(inventory(fresh)).to.deep.equal(inventory(told));
  });

  it('the restored state works to its end: everything can be taken down', () => {
    const fresh = story(correctRules.state);
    restore(fresh, backUp(running()));
    achieve(fresh);
    for (const [kind, key] of [
      [dig, group],
      ['logical-cloud', cloud],
    ] as const) {
      expect(short(move(fresh, kind, key, 'terminate'))).to.equal('202');
      achieve(fresh);
    }
    expect([...new Set(tearDown(fresh))]).to.deep.equal(['204']);
  });

  it('a state that holds something is replaced by force alone', () => {
    const told = running();
    const backup = backUp(told);
    post(told, 'project', '/projects/later');
    expect(restore(told, backup)).to.equal('409 STATE_NOT_EMPTY');
    expect(told.state.documents.has('/projects/later')).to.equal(true);
    expect(restore(told, backup, true)).to.equal('202');
    expect(told.state.documents.has('/projects/later')).to.equal(false);
  });

  it('epochs, identities and log time go on above both, and above what came after the backup', () => {
    const told = running();
    const backup = backUp(told);
    const [before] = work(told).servers;
    const lost = post(told, 'project', '/projects/lost');
    const lostUid = told.state.documents.get('/projects/lost')?.uid;
    expect(lost.status).to.equal(201);
    const fresh = story(correctRules.state);
    restore(fresh, backup);
    const record = fresh.state.servers.get(before?.server ?? '');
    expect([record?.holder, (record?.epoch ?? 0) - (before?.epoch ?? 0) >= restoreLeap]).to.deep.equal([null, true]);
    expect(fresh.state.now).to.be.at.least(told.state.now - 2_000);
    const { applied } = fresh.state;
    // The new log is shorter than the old one was: the same index comes again, and must not make the same identity.
    while (fresh.state.applied < told.state.applied - 1) post(fresh, 'project', `/projects/p${fresh.state.applied}`);
    post(fresh, 'project', '/projects/again');
    expect(applied).to.equal(1);
    expect(fresh.state.applied, 'the index at which the lost one was made').to.equal(told.state.applied);
    const uids = [...fresh.state.documents.values()].map(({ uid }) => uid);
    expect(new Set(uids).size).to.equal(uids.length);
    expect(uids).to.not.include(lostUid);
  });

  it('a revision that was given out is not given out again while its document is known', () => {
    const told = running();
    const backup = backUp(told);
    const revision = (): number => told.state.documents.get(group)?.revision ?? 0;
    const first = revision();
    move(told, dig, group, 'update');
    achieve(told);
    expect(revision()).to.be.above(first);
    const second = revision();
    restore(told, backup, true);
    achieve(told);
    move(told, dig, group, 'update');
    expect(revision()).to.be.above(second);
  });

  it('reports and claims from before the restore come too late', () => {
    const told = running();
    const backup = backUp(told);
    const [old] = work(told).servers;
    restore(told, backup, true);
    const { server = '', epoch = 0 } = old ?? {};
    expect(short(tell(told, { do: 'report', server, holder: 'syncer-1', epoch, results: [] }))).to.equal('409 STALE_EPOCH');
    expect(short(tell(told, { do: 'claim', server, holder: 'syncer-1', epoch }))).to.equal('409 STALE_EPOCH');
  });

  it('answers live as long as their keys: those of the backup and those since', () => {
    const told = story(correctRules.state);
    const create = (name: string) =>
      apply(told, { do: 'create', kind: 'project', key: `/projects/${name}`, body: { metadata: { name } }, payload: null }, `key-${name}`);
    const one = create('one').answer;
    const backup = backUp(told);
    const two = create('two').answer;
    restore(told, backup, true);
    expect(create('one').answer).to.deep.equal(one);
    expect(create('two').answer).to.deep.equal(two);
    expect([...told.state.documents.keys()]).to.deep.equal(['/projects/one']);
  });

  it('what is damaged, of another format or no backup changes nothing', () => {
    const backup = backUp(running()) as JsonObject;
    const fresh = story(correctRules.state);
    const bad: readonly Json[] = [
      null,
      {},
      { ...backup, backup: 2 },
      { ...backup, checksum: '0' },
      { ...backup, state: { ...asObject(backup['state']), now: 7 } },
      { ...backup, state: null },
    ];
    for (const each of bad) expect(restore(fresh, each), JSON.stringify(each).slice(0, 40)).to.equal('422 BACKUP_INVALID');
    expect(fresh.state.documents.size).to.equal(0);
    expect(restore(fresh, backup)).to.equal('202');
  });

  it('what could not be restored is not backed up', () => {
    const told = story(correctRules.state);
    post(told, 'project', '/projects/p', {}, { files: { text: 'x'.repeat(backupBytesMax) } });
    const answer = ask(told.state, { ask: 'backup' }, told.rules);
    expect(short(answer)).to.equal('409 STATE_TOO_LARGE');
    expect(asObject(answer.body)?.['bytesMax']).to.equal(backupBytesMax);
  });

  it('a snapshot keeps what a restore added, and copies go their own way', () => {
    const fresh = story(correctRules.state);
    restore(fresh, backUp(running()));
    const copy = { state: stateOf(snapshotOf(fresh.state)), rules: fresh.rules };
    expect(digestState(copy.state)).to.equal(digestState(fresh.state));
    for (const each of [fresh, copy]) expect(short(post(each, 'project', '/projects/next'))).to.equal('201');
    expect(copy.state.documents.get('/projects/next')?.uid).to.equal(fresh.state.documents.get('/projects/next')?.uid);
    expect(short(drop(fresh, 'project', '/projects/next'))).to.equal('204');
    expect(copy.state.documents.has('/projects/next')).to.equal(true);
  });
});
