// Goal: a strategic merge patch merges lists by key, as Kubernetes does.
// Method: the table that the contract suite also puts to a Kubernetes API server.
import { expect } from 'chai';
import { shapeOf } from './field-shape.js';
import { liveOf, patchCases, seenOf } from './patch-cases.js';
import { isRefusal } from './refusal.js';
import { typeOfKind } from './resource-types.js';
import { strategicPatch } from './strategic-patch.js';

describe('orchestrator/cluster strategic merge patch', () => {
  for (const each of patchCases)
    it(each.fact, () => {
      const live = liveOf(each, 'x');
      const type = typeOfKind(String(live['apiVersion']), String(live['kind']));
      if (type === null) throw new RangeError('a known kind');
      const before = JSON.stringify(live);
      const patched = strategicPatch(live, each.patch, shapeOf(type));
      expect(JSON.stringify(live)).to.equal(before);
      if (isRefusal(patched)) expect(each.expected, patched.message).to.equal(null);
      else expect(seenOf(patched.value, each.expected)).to.deep.equal(each.expected);
    });
});
