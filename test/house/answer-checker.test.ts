// Goal: an answer that is not as the document says is seen.
// Method: one right answer, and the same with one thing wrong.
import { expect } from 'chai';
import { openapi } from '../../spec/emco/index.js';
import { answerChecker, type Exchange } from './answer-checker.js';

const faultOf = answerChecker(openapi());
const created: Exchange = {
  method: 'POST',
  path: '/v2/projects',
  status: 201,
  headers: { 'content-type': 'application/json', etag: '"1"', location: '/v2/projects/p' },
  text: '{"metadata":{"name":"p"}}',
};
const problem = {
  type: 'urn:orchestrator:problem:HAS_CHILDREN',
  title: 'Other resources are still in it.',
  status: 409,
  code: 'HAS_CHILDREN',
  detail: 'd',
};
const refused: Exchange = {
  method: 'DELETE',
  path: '/v2/projects/p',
  status: 409,
  headers: { 'content-type': 'application/problem+json' },
  text: JSON.stringify(problem),
};

describe('answer checker', () => {
  it('has nothing against right answers', () => {
    for (const exchange of [
      created,
      refused,
      {
        ...refused,
        method: 'HEAD',
        path: '/v2/projects',
        status: 503,
        headers: { 'retry-after': '1', 'content-type': 'application/problem+json' },
        text: '',
      },
    ])
      expect(faultOf(exchange)).to.equal('');
  });

  const wrong: readonly (readonly [what: string, exchange: Exchange])[] = [
    ['a status', { ...created, status: 202 }],
    ['a missing entity tag', { ...created, headers: { 'content-type': 'application/json' } }],
    ['a header that is not told', { ...created, headers: { ...created.headers, 'retry-after': '1' } }],
    ['a header of another form', { ...created, headers: { ...created.headers, location: 'projects/p' } }],
    ['a content type', { ...created, headers: { ...created.headers, 'content-type': 'text/plain' } }],
    ['a missing member', { ...created, text: '{"metadata":{}}' }],
    ['a member that is not told', { ...created, text: '{"metadata":{"name":"p"},"spec":{}}' }],
    ['a code of another call', { ...refused, text: JSON.stringify({ ...problem, code: 'SERVER_TAKEN' }) }],
    ['a status in the problem that is not its own', { ...refused, text: JSON.stringify({ ...problem, status: 404 }) }],
    ['a body after 204', { ...refused, status: 204, headers: {}, text: 'gone' }],
    ['success where there is no operation', { ...created, path: '/v2/nothing' }],
  ];
  for (const [what, exchange] of wrong) it(`sees ${what}`, () => void expect(faultOf(exchange)).to.not.equal(''));
});
