// Goal: the table of recoveries speaks of calls, words and kinds that there are, and the runbook lists exactly its calls.
// Method: every name in it is looked up in the other tables; the committed runbook is read.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { rootAbove } from '../../../scripts/tidy/root-above.js';
import { everyError } from '../error.js';
import { kinds } from '../kinds.js';
import { operations } from '../operations.js';
import { concerns, operationFor, recoveries, type Recovery } from './index.js';

const all: readonly Recovery[] = Object.values(recoveries).flat();
const names = new Set(operations.map(({ name }) => name));
const runbook = readFileSync(join(rootAbove(import.meta.url), 'docs/runbook.md'), 'utf8');

describe('recoveries', () => {
  it('have names of their own, and each says how it is seen', () => {
    expect(new Set(all.map(({ name }) => name)).size).to.equal(all.length);
    for (const { name, see, needs, calls } of all) {
      expect(see, name).to.not.deep.equal([]);
      expect(needs === 'calls' ? calls.length > 0 : true, name).to.equal(true);
    }
  });

  it('call what there is to call, of kinds that have it', () => {
    for (const { name, when, calls } of all)
      for (const call of calls) {
        const wanted = when.kinds === 'every' ? kinds.map((kind) => kind.name) : when.kinds;
        const own = call.operation.startsWith('*') ? wanted.map((kind) => operationFor(call, kind)) : [call.operation];
        expect(own.length, name).to.be.above(0);
        for (const operation of own) expect(names.has(operation), `${name}: ${operation}`).to.equal(true);
        if (call.body !== undefined) expect(() => JSON.parse(call.body ?? '') as unknown).to.not.throw();
      }
  });

  it('speak of kinds and words of refusals that there are', () => {
    const codes = new Set(everyError.map(({ code }) => code));
    for (const { name, when, see } of all) {
      if (when.code !== null) expect(codes.has(when.code), `${name}: ${when.code}`).to.equal(true);
      if (when.kinds !== 'every') for (const kind of when.kinds) expect(kinds.map((each) => each.name)).to.include(kind);
      for (const { at, role } of see) expect(role !== undefined, `${name}: whose ${at}`).to.equal(at === 'metrics' || at === 'readiness');
    }
  });

  it('are in the runbook with exactly their calls, in order', () => {
    const chapters = runbook.split('\n### ').slice(1);
    const told = chapters.map((chapter) => {
      const [name = ''] = chapter.split('\n', 1);
      return [name, [...chapter.matchAll(/^\d+\. `([^`]+)`/gm)].map(([, call]) => call)];
    });
    expect(told).to.deep.equal(all.map(({ name, calls }) => [name, calls.map(({ operation }) => operation)]));
  });

  it('concern documents by kind and by the status of their context', () => {
    const table: readonly (readonly [when: Recovery['when'], kind: string, context: string | null, answer: boolean])[] = [
      [{ kinds: 'every', context: null, code: null }, 'label', null, true],
      [{ kinds: [], context: null, code: null }, 'label', null, false],
      [{ kinds: ['cluster'], context: 'live', code: null }, 'cluster', 'Terminating', true],
      [{ kinds: ['cluster'], context: 'live', code: null }, 'cluster', 'Terminated', false],
      [{ kinds: ['cluster'], context: 'live', code: null }, 'cluster', null, false],
      [{ kinds: ['cluster'], context: ['Updating'], code: null }, 'cluster', 'Updating', true],
      [{ kinds: ['cluster'], context: ['Updating'], code: null }, 'cluster', 'Terminating', false],
      [{ kinds: ['label'], context: 'live', code: null }, 'cluster', 'Updating', false],
    ];
    for (const [when, kind, context, answer] of table) expect(concerns(when, kind, context)).to.equal(answer);
  });
});
