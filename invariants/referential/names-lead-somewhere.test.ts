// Goal: a name in a body that leads nowhere is seen, whatever the system itself calls a reference; what nobody promised to keep is not blamed.
// Method: hand-written looks that show one moment, over a system whose deployments name a controller and its intent.
import { expect } from 'chai';
import type { Fact } from '../../src/contract/index.js';
import { asked, call, judged, looks, thing, type Telling, told, toySystem, work } from '../toy-history.js';
import { namesLeadSomewhere } from './names-lead-somewhere.js';

const kind = 'deployment-intent-group';
const version = '/projects/p/composite-apps/a/v1';
const group = `${version}/deployment-intent-groups/d`;
const intent = `${group}/intents/n`;
const toy = toySystem();
const operation = toy.operations[0] ?? expect.fail('the toy has operations');
const moves = ['approve', 'update', 'stop'].map((verb) => ({ ...operation, name: `${kind}.${verb}`, kind, verb: 'move' as const }));
const replace = { ...operation, name: 'group-intent.replace', kind: 'group-intent', verb: 'replace' as const };
const system = { ...toy, operations: [...toy.operations, ...moves, replace] };
const verdict = (...lines: readonly Telling[]) => judged(namesLeadSomewhere, told(...lines), system);

const controller = thing('/controllers/dtc', { kind: 'controller' });
const traffic = thing(`${group}/traffic-group-intents/t`, { kind: 'traffic-group-intent' });
const deployment = (state: string): readonly Fact[] => [
  thing(group, { kind, state }),
  thing(intent, { kind: 'group-intent', owner: group, body: { spec: { intent: { dtc: 't' } } } }),
];
const running = (state = 'Instantiated'): readonly Fact[] => [...deployment('Instantiated'), work('context/1', group, { state })];
const update = call('u', `${kind}.update`, group);
const used = ['names-lead-somewhere/used-but-missing/group-intent'];

describe('referential/names-lead-somewhere', () => {
  it('holds when everything that is named is there', () => {
    expect(verdict(looks('poll', [...deployment('Approved'), controller, traffic]))).to.equal('holds');
  });

  it('is violated by what a document names from its creation on, though the system says nothing of it', () => {
    const profile = thing(`${version}/composite-profiles/cp/profiles/pr`, { kind: 'profile', body: { spec: { app: 'web' } } });
    expect(verdict(looks('poll', [profile]))).to.deep.equal(['names-lead-somewhere/named-but-missing/profile']);
    expect(verdict(looks('poll', [profile, thing(`${version}/apps/web`)]))).to.equal('holds');
  });

  it('is violated by what the intents of an approved deployment name', () => {
    expect(verdict(looks('poll', [...deployment('Approved'), controller]))).to.deep.equal(used);
    expect(verdict(looks('poll', deployment('Created')))).to.equal('holds');
  });

  it('is violated by what those of a running one name, once a call must have asked for it', () => {
    const whole = looks('poll', [...running(), controller, traffic]);
    expect(verdict(update, whole, looks('poll', running()))).to.deep.equal(used);
    expect(verdict(update, whole, looks('poll', running('Terminated')))).to.equal('holds');
    expect(verdict(call('s', `${kind}.stop`, group), whole, looks('poll', running()))).to.equal('holds');
  });

  it('lets the intent of a running deployment be changed to what is not there yet', () => {
    const change = call('c', 'group-intent.replace', intent);
    expect(verdict(update, change, looks('poll', running()), looks('poll', running()))).to.equal('holds');
    expect(verdict(change, update, looks('poll', running()), looks('poll', running()))).to.deep.equal(used);
    const doubt = asked('c', 'group-intent.replace', intent);
    expect(verdict(doubt, update, looks('poll', running()), looks('poll', running()))).to.equal('holds');
  });

  it('is unknown where nothing names anything', () => {
    expect(verdict(looks('poll', [thing('/things/a')]))).to.equal('unknown');
    expect(verdict(update)).to.equal('unknown');
  });
});
