import { objectOf, ref, type Schema, text } from './schema.js';

type Answers = Readonly<Record<string, Schema>>;

/** What every node answers about itself, without authority; `/openapi.json` only gateways. A gateway answers from what it knows, and asks for nothing that it was not asked lately. */
export const servicePaths: Readonly<Record<string, Schema>> = {
  '/healthz': read('service.health', 'whether this node runs', { 200: json('It runs.', ref('schemas', 'Health')) }),
  '/readyz': read('service.readiness', 'whether this node can work', {
    200: json('It can.', objectOf({ status: { const: 'ready' } })),
    503: json('It cannot, and why.', objectOf({ status: { const: 'unready' }, code: text, detail: text })),
  }),
  '/metrics': read('service.metrics', 'figures of this node', {
    200: { description: 'As Prometheus reads them.', content: { 'text/plain; version=0.0.4; charset=utf-8': { schema: text } } },
  }),
  '/openapi.json': read('service.openapi', 'this document', { 200: json('The document.', { type: 'object' }) }),
};

function read(operationId: string, summary: string, responses: Answers): Schema {
  return { get: { operationId, tags: ['service'], summary, security: [], responses } };
}

function json(description: string, schema: Schema): Schema {
  return { description, content: { 'application/json': { schema } } };
}
