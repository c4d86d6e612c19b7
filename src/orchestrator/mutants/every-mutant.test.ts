// Goal: the mutants are many, each has one rule changed, and each is another than the correct rules and than every other.
// Method: all of them made, compared by the rules that they change, and by their data where a rule is data.
import { expect } from 'chai';
import { kinds, referencesOf } from '../../../spec/emco/index.js';
import { changedRules, correctRules, type Rules } from '../rules/index.js';
import { equivalent } from './equivalent.js';
import { mutant, mutantMark, mutantNames } from './every-mutant.js';
import { moveMutants } from './move-mutants.js';
import { namedBy } from './reference-mutants.js';
import { stepMutants } from './step-mutants.js';
import { syncerMutants } from './syncer-mutants.js';
import { documentMutants } from './document-mutants.js';
import { managerMutants } from './manager-mutants.js';

const names = mutantNames();
const ruleOf = (rules: Rules, path: string): unknown => {
  const [group = '', name = ''] = path.split('.');
  return (rules as unknown as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[group]?.[name];
};

describe('orchestrator/mutants', () => {
  it('are at least 200, all of different names that can be typed', () => {
    expect(names.length).to.be.at.least(200);
    expect(new Set(names).size).to.equal(names.length);
    for (const name of names) expect(name).to.match(/^[A-Za-z0-9-]+$/);
  });

  it('change one rule each and leave the rules that they were given alone', () => {
    const before = JSON.stringify(correctRules);
    for (const name of names) expect(changedRules(correctRules, mutant(name).replace(correctRules)), name).to.have.length(1);
    expect(JSON.stringify(correctRules)).to.equal(before);
  });

  it('differ from the correct rules and from each other, where the rule is data', () => {
    const seen = new Map<string, string>();
    for (const name of names) {
      const rules = mutant(name).replace(correctRules);
      const [path = ''] = changedRules(correctRules, rules);
      const rule = ruleOf(rules, path);
      if (typeof rule === 'function') continue;
      const text = `${path} ${JSON.stringify(rule)}`;
      expect(text, name).to.not.equal(`${path} ${JSON.stringify(ruleOf(correctRules, path))}`);
      expect(seen.get(text), name).to.equal(undefined);
      seen.set(text, name);
    }
    expect(seen.size).to.be.above(200);
  });

  it('change every rule that there is', () => {
    const changed = new Set(names.flatMap((name) => changedRules(correctRules, mutant(name).replace(correctRules))));
    const all = Object.entries(correctRules).flatMap(([group, rules]) => Object.keys(rules as object).map((name) => `${group}.${name}`));
    expect(all.filter((rule) => !changed.has(rule))).to.deep.equal([]);
  });

  it('leave out only what would be there, and say why', () => {
    const made = [moveMutants, stepMutants, syncerMutants, documentMutants, managerMutants].flatMap((make) =>
      make().map(({ name }) => name),
    );
    for (const [name, reason] of Object.entries(equivalent)) {
      expect(made, name).to.include(name);
      expect(names, name).to.not.include(name);
      expect(reason).to.not.equal('');
    }
  });

  it('are in the order of the rules, or in one that a seed draws', () => {
    expect(mutantNames('one')).to.deep.equal(mutantNames('one'));
    expect(mutantNames('one')).to.not.deep.equal(mutantNames('other'));
    expect([...mutantNames('one')].sort()).to.deep.equal([...names].sort());
  });

  it('are found by their names, with the mark or without', () => {
    const [name = ''] = names;
    expect(mutant(name)).to.equal(mutant(mutantMark + name));
    expect(mutant(name).name).to.equal(mutantMark + name);
    expect(() => mutant('nobody')).to.throw(RangeError);
  });

  it('flip each cell of the tables of moves that can be met', () => {
    for (const name of [
      'move-deployment-approve-from-Created-forbidden',
      'move-deployment-instantiate-while-Terminating-allowed',
      'step-cloud-instantiate-drop-permission',
    ])
      expect(names).to.include(name);
    expect(names).to.not.include('move-deployment-approve-from-Instantiated-allowed');
  });

  it('know every reference of the specification', () => {
    const text = (value: string): Readonly<Record<string, unknown>> =>
      new Proxy(
        {},
        {
          get: (_none, field) =>
            field === 'intent'
              ? {
                  genericPlacementIntent: value,
                  dtc: value,
                  sfc: value,
                  sfcclient: value,
                  allOf: [{ clusterProvider: value, cluster: value }],
                }
              : value,
        },
      );
    const key = '/projects/p/composite-apps/a/v1/deployment-intent-groups/d/x/y';
    const found = kinds.flatMap(({ name }) => {
      const named = [...new Set(referencesOf(name, key, { spec: text('z') }).map(({ kind }) => kind))].sort();
      return named.length === 0 ? [] : [[name, named] as const];
    });
    const sorted = Object.entries(namedBy).map(([kind, others]) => [kind, [...others].sort()] as const);
    expect(Object.fromEntries(found)).to.deep.equal(Object.fromEntries(sorted));
  });
});
