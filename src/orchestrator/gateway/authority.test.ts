// Goal: every route answers every role as the table says, nobody without a token gets further than that, and what is refused reaches no manager.
// Method: the whole of routes × callers × bodies, against managers that agree to everything.
import { expect } from 'chai';
import {
  exampleDocument,
  type Grant,
  kubeconfigOf,
  mayCall,
  multipartOf,
  operations,
  packageOf,
  type RestOperation,
} from '../../../spec/emco/index.js';
import { bytesOf, type Request } from '../../world/index.js';
import { answer, ToyDesk } from './toy-desk.js';

const grants: readonly Grant[] = [
  { token: 'a1', subject: 'ada', role: 'admin', projects: [] },
  { token: 'o1', subject: 'otto', role: 'operator', projects: [] },
  { token: 'r1', subject: 'rita', role: 'reader', projects: [] },
  { token: 't1', subject: 'tom', role: 'tenant', projects: ['own'] },
];
const callers = [...grants.map(({ token }) => `Bearer ${token}`), 'bearer  a1', 'Bearer wrong', 'Bearer', 'Basic YTph', ''];
const bodies = ['proper', 'none', 'not JSON', 'empty object', 'list', 'unknown fields', 'wrong types'] as const;

const desk = new ToyDesk((ask) => answer(ask, ask.type === 'query' ? 200 : 202, null), 'desk', { grants });

function bodyOf(operation: RestOperation, body: (typeof bodies)[number]): Pick<Request, 'headers' | 'body'> {
  const { encoding } = operation.body;
  if (encoding === 'none' || body === 'none') return { headers: {}, body: null };
  const proper = exampleDocument(operation);
  const spoilt = {
    proper,
    'not JSON': '{"a',
    'empty object': {},
    list: [],
    'unknown fields': { ...proper, zzz: 1 },
    'wrong types': { metadata: 7, spec: [] },
  }[body];
  if (encoding === 'json')
    return { headers: { 'content-type': 'application/json' }, body: bytesOf(typeof spoilt === 'string' ? spoilt : JSON.stringify(spoilt)) };
  const file = operation.kind === 'cluster' ? kubeconfigOf('s1') : packageOf({ 'a/templates/a.yaml': 'kind: ConfigMap' });
  const form = multipartOf(spoilt, { name: 'file', bytes: file });
  return { headers: { 'content-type': form.contentType }, body: form.body };
}

function requestOf(operation: RestOperation, project: string, caller: string, body: (typeof bodies)[number]): Request {
  const path = operation.path.replace('{project}', project).replace(/\{[^}]+\}/g, 'x');
  const made = bodyOf(operation, body);
  return {
    method: operation.method,
    path: `/v2${path}`,
    ...made,
    headers: { ...made.headers, ...(caller === '' ? {} : { authorization: caller }) },
  };
}

/** What the tables say: 401, 403, or that it depends on the body. */
function wanted(operation: RestOperation, project: string, caller: string): 401 | 403 | null {
  const grant = grants.find(({ token }) => new RegExp(`^bearer +${token}$`, 'i').test(caller));
  if (grant === undefined) return 401;
  return mayCall(grant, operation, operation.path.includes('{project}') ? project : null) ? null : 403;
}

describe('gateway: authority', () => {
  it('answers every route, caller and class of body as the tables say, and never with a 500', () => {
    let count = 0;
    for (const operation of operations)
      for (const project of ['own', 'other'])
        for (const caller of callers)
          for (const body of bodies) {
            const before = desk.sent.length;
            const { status, headers } = desk.call(requestOf(operation, project, caller, body));
            const what = `${operation.name} in ${project} by "${caller}" with ${body}`;
            const refused = wanted(operation, project, caller);
            if (refused !== null) {
              expect(status, what).to.equal(refused);
              expect(headers['www-authenticate'], what).to.equal(refused === 401 ? 'Bearer' : undefined);
            } else expect(status === 401 || status === 403 || status >= 500, `${what}: ${status}`).to.equal(false);
            if (status >= 400) expect(desk.sent.length, what).to.equal(before);
            count++;
          }
    expect(count).to.equal(operations.length * 2 * callers.length * bodies.length);
  });

  it('lets a tenant into its own projects alone, and shows it the clusters but neither all projects nor the inventory', () => {
    const allowed = (name: string, project: string | null): boolean => {
      const operation = operations.find((each) => each.name === name) ?? expect.fail(name);
      return mayCall(grants[3] as Grant, operation, project);
    };
    expect([allowed('app.create', 'own'), allowed('project.delete', 'own'), allowed('cluster.get', null)]).to.deep.equal([
      true,
      true,
      true,
    ]);
    expect([
      allowed('app.get', 'other'),
      allowed('project.list', null),
      allowed('project.create', null),
      allowed('cluster.create', null),
      allowed('inventory.get', null),
    ]).to.deep.equal([false, false, false, false, false]);
  });

  it('lets everybody do everything where it is told of nobody', () => {
    const open = new ToyDesk((ask) => answer(ask, 202, null));
    for (const operation of operations) {
      const { status } = open.call(requestOf(operation, 'own', '', 'proper'));
      expect([401, 403], operation.name).to.not.include(status);
    }
  });
});
