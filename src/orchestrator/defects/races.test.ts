// Goal: each defect that needs a crash between two entries, or two calls at once, does what its entry says, and the correct rules do not.
// Method: entries applied one by one, as a leader that dies or hurries leaves them.
import { expect } from 'chai';
import { correctRules } from '../rules/index.js';
import { admit, applyEntry, ask, snapshotOf, stateOf as restored } from '../state/index.js';
import { achieve, apply, drop, keyLife, move, post, put, short, type Story, story, tell, work } from '../state/story.js';
import { approved, both, entries, entry, moves, running, stateOf, unrecorded } from '../state/tell-both.js';
import { app, group, setUp, setUpCloud, tearDown } from '../state/world.js';
import type { Command } from '../wire/command.js';
import { defect as answersNotInSnapshot } from './answers-not-in-snapshot.js';
import { defect as createTorn } from './create-torn.js';
import { defect as deployThenRecord } from './deploy-then-record.js';
import { defect as doubleInstantiateRace } from './double-instantiate-race.js';
import { defect as epochGrantedTwice } from './epoch-granted-twice.js';
import { defect as logTimeGoesBack } from './log-time-goes-back.js';
import { defect as lostUpdate } from './lost-update.js';
import { defect as pageSkips } from './page-skips.js';
import { defect as retryRunsAgain } from './retry-runs-again.js';
import { defect as staleEpochAccepted } from './stale-epoch-accepted.js';
import { defect as updateRecordedLate } from './update-recorded-late.js';

const dig = 'deployment-intent-group';
const instantiate: Command = { do: 'move', kind: dig, key: group, verb: 'instantiate', body: null };
const update: Command = { ...instantiate, verb: 'update' };
const makeGroup: Command = {
  do: 'create',
  kind: dig,
  key: group,
  body: { metadata: { name: 'd' }, spec: { compositeProfile: 'cp', version: 'r1', logicalCloud: 'l', overrideValues: [] } },
  payload: null,
};

/** What an entry came to, by the answer that its caller gets, if one comes. */
function answered(told: Story, command: Command, key: string | null = null): string {
  const { answer } = apply(told, command, key);
  return answer === null ? 'none' : short(answer);
}

describe('orchestrator/defects: crashes and races', () => {
  it('double-instantiate-race (D17): two calls that were both admitted make two contexts', () => {
    const [correct, defective] = both(doubleInstantiateRace, (told) => {
      approved(told);
      const admitted = [admit(told.state, instantiate, told.rules), admit(told.state, instantiate, told.rules)];
      return { admitted, answers: [answered(told, instantiate, 'k1'), answered(told, instantiate, 'k2')], unrecorded: unrecorded(told) };
    });
    expect(correct).to.deep.equal({ admitted: [null, null], answers: ['202', '409 ILLEGAL_STATE'], unrecorded: 0 });
    expect(defective).to.deep.equal({ admitted: [null, null], answers: ['202', '202'], unrecorded: 1 });
  });

  it('double-instantiate-race (D17): one call after the other is refused as ever', () => {
    const [correct, defective] = both(doubleInstantiateRace, (told) => {
      approved(told);
      return moves(told, 'instantiate', 'instantiate');
    });
    expect(correct).to.deep.equal(['202', '409 ILLEGAL_STATE']);
    expect(defective).to.deep.equal(correct);
  });

  it('deploy-then-record (D24): a leader that dies between the entries leaves a context that no document records', () => {
    const [correct, defective] = both(deployThenRecord, (told) => {
      approved(told);
      const answer = answered(told, instantiate, 'k1');
      achieve(told);
      const left = { answer, unrecorded: unrecorded(told), again: moves(told, 'terminate') };
      tearDown(told);
      return { ...left, afterwards: unrecorded(told) };
    });
    expect(correct).to.deep.equal({ answer: '202', unrecorded: 0, again: ['202'], afterwards: 0 });
    expect(defective).to.deep.equal({ answer: 'none', unrecorded: 1, again: ['409 ILLEGAL_STATE'], afterwards: 1 });
  });

  it('update-recorded-late (D26): a leader that dies between the entries leaves two updates with one revision', () => {
    const [correct, defective] = both(updateRecordedLate, (told) => {
      running(told);
      const answer = answered(told, update, 'k1');
      const left = [entry(told, group)?.['revision'], entries(told, 'contexts').at(-1)?.['revision']];
      return { answer, left, next: move(told, dig, group, 'update').body };
    });
    expect(correct).to.deep.include({ answer: '202', next: 3 });
    expect(defective).to.deep.include({ answer: 'none', next: 2 });
    expect(correct.left[0]).to.equal(2);
    expect(defective.left[0]).to.equal(1);
  });

  it('create-torn (D27): a leader that dies between the entries leaves a group that can be neither approved nor made', () => {
    const [correct, defective] = both(createTorn, (told) => {
      setUpCloud(told);
      return [answered(told, makeGroup, 'k1'), answered(told, makeGroup, 'k2'), stateOf(told), ...moves(told, 'approve')];
    });
    expect(correct).to.deep.equal(['201', '409 ALREADY_EXISTS', 'Created None', '202']);
    expect(defective).to.deep.equal(['none', '409 ALREADY_EXISTS', 'null None', '409 ILLEGAL_STATE']);
  });

  it('deploy-then-record, update-recorded-late, create-torn: nothing is missing where nobody dies', () => {
    for (const defect of [deployThenRecord, updateRecordedLate, createTorn]) {
      const [correct, defective] = both(defect, (told) => {
        running(told);
        moves(told, 'update');
        achieve(told);
        return [stateOf(told), entry(told, group)?.['revision'], unrecorded(told)];
      });
      expect(correct).to.deep.equal(['Instantiated Instantiated', 2, 0]);
      expect(defective, defect.name).to.deep.equal(correct);
    }
  });

  it('epoch-granted-twice (D48e): who is granted a server after another has the same right', () => {
    const [correct, defective] = both(epochGrantedTwice, (told) => {
      setUpCloud(told);
      const epoch = Number(entries(told, 'servers')[0]?.['epoch']);
      const claim = (holder: string, known: number) =>
        tell(told, { do: 'claim', server: 's1', holder, epoch: known }).body as { epoch: number };
      const first = claim('a', epoch).epoch;
      return claim('b', first).epoch - first;
    });
    expect([correct, defective]).to.deep.equal([1, 0]);
  });

  it('stale-epoch-accepted (D48c): who looked before the last grant is granted the server all the same', () => {
    const [correct, defective] = both(staleEpochAccepted, (told) => {
      setUpCloud(told);
      const epoch = Number(entries(told, 'servers')[0]?.['epoch']);
      return ['a', 'b'].map((holder) => short(tell(told, { do: 'claim', server: 's1', holder, epoch })));
    });
    expect(correct).to.deep.equal(['200', '409 STALE_EPOCH']);
    expect(defective).to.deep.equal(['200', '200']);
  });

  it('log-time-goes-back (D50): what a slower clock dates comes before what was done already', () => {
    const times = (told: Story): readonly number[] =>
      [1_000_000, 400_000].map((at, index) => {
        const key = `/projects/p${index}`;
        const command: Command = { do: 'create', kind: 'project', key, body: { metadata: { name: `p${index}` } }, payload: null };
        applyEntry(told.state, { index: index + 1, at, key: null, digest: 0, command }, told.rules, keyLife);
        return Number(entry(told, key)?.['at']);
      });
    const [correct, defective] = both(logTimeGoesBack, times);
    expect(correct).to.deep.equal([1_000_000, 1_000_000]);
    expect(defective).to.deep.equal([1_000_000, 400_000]);
  });

  it('page-skips (D52): of each page of the audit the first record is missing', () => {
    const [correct, defective] = both(pageSkips, (told) => {
      for (const name of ['a', 'b', 'c']) post(told, 'project', `/projects/${name}`);
      const page = ask(told.state, { ask: 'audit', after: 1, limit: 1 }, told.rules).body as {
        readonly records: readonly { readonly seq: number }[];
      };
      return page.records.map(({ seq }) => seq);
    });
    expect([correct, defective]).to.deep.equal([[2], [3]]);
  });

  it('retry-runs-again (D59): a call that is repeated under its key is refused as if it were another', () => {
    const [correct, defective] = both(retryRunsAgain, (told) => {
      approved(told);
      return [answered(told, instantiate, 'key'), answered(told, instantiate, 'key')];
    });
    expect(correct).to.deep.equal(['202', '202']);
    expect(defective).to.deep.equal(['202', '409 ILLEGAL_STATE']);
  });

  it('answers-not-in-snapshot (R8): after a snapshot a repeated call is carried out again', () => {
    const [correct, defective] = both(answersNotInSnapshot, (told) => {
      setUpCloud(told);
      const first = answered(told, makeGroup, 'key');
      const later = { ...told, state: restored(snapshotOf(told.state, told.rules.inSnapshot)) };
      return [first, answered(later, makeGroup, 'key')];
    });
    expect(correct).to.deep.equal(['201', '201']);
    expect(defective).to.deep.equal(['201', '409 ALREADY_EXISTS']);
  });

  it('lost-update (A11): the later of two writers wins', () => {
    const [correct, defective] = both(lostUpdate, (told) => {
      const { etag } = post(told, 'project', '/projects/p');
      return [
        short(put(told, 'project', '/projects/p', {}, null, etag)),
        short(put(told, 'project', '/projects/p', {}, null, etag)),
        short(drop(told, 'project', '/projects/p', etag)),
      ];
    });
    expect(correct).to.deep.equal(['200', '412 PRECONDITION_FAILED', '412 PRECONDITION_FAILED']);
    expect(defective).to.deep.equal(['200', '200', '204']);
  });

  it('leave a whole life as it is where no key is repeated and nobody races', () => {
    for (const defect of [retryRunsAgain, staleEpochAccepted, logTimeGoesBack, answersNotInSnapshot]) {
      const told = story(defect.replace(correctRules).state);
      setUp(told);
      expect(
        work(told).servers.map(({ holder }) => holder),
        defect.name,
      ).to.deep.equal(['syncer-1', 'syncer-1']);
      expect(ask(told.state, { ask: 'get', kind: 'composite-app', key: app }, told.rules).status).to.equal(200);
    }
  });
});
