// Goal: the state machine is a function of its log: copies are independent, snapshots lose nothing, and no command breaks it.
// Method: random logs of commands over a small set of names (valid, illegal, nonsense), judged after every entry against indexes built anew.
import { expect } from 'chai';
import fc from 'fast-check';
import type { Json } from '../../world/index.js';
import type { Command, Query } from '../wire/command.js';
import { ask, cloneState, digestState, snapshotOf, type State, stateOf } from './index.js';
import { app, command, play, start, started, turns } from './random-log.js';
import { achieve, apply, keyLife, move, type Story, work } from './story.js';
import { applyEntry } from './apply-entry.js';
import { isReleased } from './context.js';
import { cloud, group } from './world.js';

/** Everything that must be true of any state. */
function check(state: State): void {
  const rebuilt = stateOf(snapshotOf(state));
  expect(state.children).to.deep.equal(rebuilt.children);
  expect(state.referrers).to.deep.equal(rebuilt.referrers);
  for (const key of state.referrers.keys()) expect(state.documents.has(key), `${key} is named, so it is there`).to.equal(true);
  for (const key of state.children.keys())
    expect(key === '' || state.documents.has(key), `${key} has children, so it is there`).to.equal(true);
  const recorded = new Map([...state.documents.values()].map((document) => [document.contextId, document.uid]));
  const places = new Set<string>();
  for (const context of state.contexts.values()) {
    expect(recorded.get(context.id), `${context.id} is recorded by its owner`).to.equal(context.ownerUid);
    for (const item of context.items.filter((each) => !isReleased(each))) {
      const place = `${item.planned.server} ${item.planned.resource}`;
      expect(places.has(place), `${place} is wanted by one context`).to.equal(false);
      places.add(place);
      expect(state.servers.get(item.planned.server)?.cluster).to.equal(item.planned.cluster);
    }
  }
  for (const document of state.documents.values())
    expect(document.contextId === null || state.contexts.has(document.contextId), `${document.key} has its context`).to.equal(true);
  expect([...state.servers.values()].map((record) => record.cluster).sort()).to.deep.equal(
    [...state.documents.values()]
      .filter((document) => document.kind === 'cluster')
      .map((document) => document.key)
      .sort(),
  );
}

const queries: readonly Query[] = [
  { ask: 'inventory' },
  { ask: 'work', holder: 'syncer-1' },
  { ask: 'status', kind: 'deployment-intent-group', key: group, view: null },
  { ask: 'status', kind: 'logical-cloud', key: cloud, view: null },
  { ask: 'list', kind: 'project', parent: null },
  { ask: 'list', kind: 'app', parent: app },
  { ask: 'get', kind: 'project', key: '/projects/p' },
];

describe('orchestrator/state: laws', () => {
  it('no command throws or is answered with 500, the indexes always hold, and every verb is accepted somewhere', () => {
    const accepted = new Set<string>();
    fc.assert(
      fc.property(start, turns(40), (at, log) => {
        const told = started(at);
        for (const next of log) {
          const status = play(told, next);
          expect(status).to.be.below(500);
          if (typeof next === 'object' && next.command.do === 'move' && status === 202)
            accepted.add(`${next.command.kind} ${next.command.verb}`);
          check(told.state);
          for (const query of queries) expect(ask(told.state, query, told.rules).status).to.be.below(500);
        }
      }),
      { numRuns: 200, seed: 7 },
    );
    expect(accepted).to.include.all.keys(
      ...(['approve', 'instantiate', 'terminate', 'stop', 'update', 'rollback'] as const).map((verb) => `deployment-intent-group ${verb}`),
    );
    expect(accepted).to.include.all.keys(
      'logical-cloud instantiate',
      'logical-cloud terminate',
      'logical-cloud stop',
      'cluster forget',
      'cluster apply',
    );
  });

  it('a refused command changes nothing', () => {
    fc.assert(
      fc.property(start, turns(30), command, (at, log, last) => {
        const told = started(at);
        for (const next of log) play(told, next);
        const before = JSON.stringify(withoutTime(snapshotOf(told.state)));
        const status = apply(told, last).answer?.status ?? 0;
        if (status >= 400) expect(JSON.stringify(withoutTime(snapshotOf(told.state)))).to.equal(before);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('a copy and its original do not see each other’s changes, and go the same way with the same entries', () => {
    fc.assert(
      fc.property(start, turns(15), turns(15), (at, first, second) => {
        const told = started(at);
        for (const next of first) play(told, next);
        const text = JSON.stringify(snapshotOf(told.state));
        const copy = { ...told, state: cloneState(told.state) };
        for (const next of second) play(copy, next);
        expect(JSON.stringify(snapshotOf(told.state))).to.equal(text);
        const digest = digestState(copy.state);
        for (const next of second) play(told, next);
        expect(digestState(told.state)).to.equal(digest);
        expect(JSON.stringify(snapshotOf(told.state))).to.equal(JSON.stringify(snapshotOf(copy.state)));
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('a snapshot that went through text gives the same digest and the same future', () => {
    fc.assert(
      fc.property(start, turns(20), turns(10), (at, first, second) => {
        const told = started(at);
        for (const next of first) play(told, next);
        const restored = { ...told, state: stateOf(JSON.parse(JSON.stringify(snapshotOf(told.state))) as Json) };
        expect(digestState(restored.state)).to.equal(digestState(told.state));
        for (const query of queries) expect(ask(restored.state, query, told.rules)).to.deep.equal(ask(told.state, query, told.rules));
        for (const next of second) expect(play(restored, next)).to.equal(play(told, next));
        expect(digestState(restored.state)).to.equal(digestState(told.state));
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  it('no entry edits a record that an earlier state holds', () => {
    const told = started();
    for (const table of [
      told.state.documents,
      told.state.contexts,
      told.state.servers,
      told.state.answers,
      told.state.children,
      told.state.referrers,
    ]) {
      for (const record of table.values()) freeze(record);
    }
    move(told, 'deployment-intent-group', group, 'instantiate');
    freeze(work(told));
    achieve(told);
    move(told, 'deployment-intent-group', group, 'terminate');
    achieve(told);
    expect(told.state.documents.get(group)?.state).to.equal('Terminated');
  });

  it('everything can be taken down again by documented calls', () => {
    fc.assert(
      fc.property(start, turns(40), (at, log) => {
        const told = started(at);
        for (const next of log) play(told, next);
        takeDown(told);
        expect([...told.state.documents.keys()], 'documents left').to.deep.equal([]);
        expect(told.state.contexts.size).to.equal(0);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('the same key with other content is refused, and the same content is answered from memory', () => {
    const told = started();
    const instantiate: Command = { do: 'move', kind: 'deployment-intent-group', key: group, verb: 'instantiate', body: null };
    expect(apply(told, instantiate, 'k')).to.deep.include({ replayed: false });
    const again = apply(told, instantiate, 'k');
    expect([again.replayed, again.answer?.status]).to.deep.equal([true, 202]);
    expect(apply(told, { do: 'noop' }, 'k').answer?.code).to.equal('KEY_REUSED');
    const late = told.state.now + keyLife;
    const entry = { index: told.state.applied + 1, at: late, key: 'k', digest: 1, command: instantiate };
    expect(applyEntry(told.state, entry, told.rules, keyLife).answer?.code, 'the key life is over').to.equal('ILLEGAL_STATE');
  });
});

function withoutTime(snapshot: Json): Json {
  return { ...(snapshot as { readonly [key: string]: Json }), applied: 0, now: 0 };
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) freeze(inner);
}

const roundsMax = 8;

/** A janitor: terminates what runs, achieves all work, deletes what can be deleted, and again. */
function takeDown(told: Story): void {
  for (let round = 0; round < roundsMax && told.state.documents.size > 0; round++) {
    for (const document of [...told.state.documents.values()]) {
      if (document.state !== null) move(told, document.kind, document.key, 'terminate');
    }
    achieve(told);
    for (const { kind, key } of [...told.state.documents.values()].sort((a, b) => b.key.length - a.key.length)) {
      apply(told, { do: 'delete', kind, key, ifMatch: null });
    }
  }
}
