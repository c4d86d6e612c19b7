// Goal: server-side apply knows who owns which field, as Kubernetes does.
// Method: stories of several managers, which the contract suite also tells a Kubernetes API server.
import { expect } from 'chai';
import { applyStories } from './apply-stories.js';
import { answerWordsOf, ownersOf, requestOf } from './apply-words.js';
import { Bench } from './bench.js';
import { seenOf, wantedOf } from './patch-cases.js';

describe('orchestrator/cluster server-side apply', () => {
  for (const story of applyStories)
    it(story.fact, () => {
      const bench = new Bench();
      for (const step of story.steps) {
        const { path, type, body } = requestOf(story, step, 'x');
        const answered = bench.call('PATCH', path, body, { 'content-type': type });
        const words = answerWordsOf(answered.status, answered.body);
        expect(step.answer === '4xx' ? words.replace(/^4\d\d$/, '4xx') : words, JSON.stringify(answered.body)).to.equal(step.answer);
        if (step.object !== undefined) expect(seenOf(answered.body, step.object)).to.deep.equal(wantedOf(step.object));
        for (const [owner, paths] of Object.entries(step.owners ?? {})) expect(ownersOf(answered.body)[owner]).to.have.members(paths);
      }
    });
});
