import { ref, type Schema } from './schema.js';

function read(operationId: string, summary: string, schema: Schema): Schema {
  return {
    get: {
      operationId,
      tags: ['service'],
      summary,
      responses: { 200: { description: 'OK', content: { 'application/json': { schema } } } },
    },
  };
}

/** What a gateway answers without a manager, outside of `/v2`. */
export const servicePaths: Readonly<Record<string, Schema>> = {
  '/healthz': read('service.health', 'whether this gateway runs', ref('schemas', 'Health')),
  '/openapi.json': read('service.openapi', 'this document', { type: 'object' }),
};
