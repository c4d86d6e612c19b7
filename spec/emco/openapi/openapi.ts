// The API as an OpenAPI 3.1 document, made from the tables and from nothing else.
import { kinds } from '../kinds.js';
import { operations } from '../operations.js';
import { answerSchemas } from './answer-schema.js';
import { documentSchema, metadataSchemas } from './document-schema.js';
import { fieldSchemas } from './field-schema.js';
import { answerHeaders, headerParameters, queryParameters } from './parameters.js';
import { pathsOf } from './paths.js';
import type { Refusals } from './refusals.js';
import type { Schema } from './schema.js';
import { servicePaths } from './service-paths.js';

const description = [
  'EMCO v2 as the bundled orchestrator serves it. Every path that takes GET takes HEAD.',
  'Names of fields are read without case, and a field that is null is as good as absent. Fields that are not known are left out with a `Warning`, or refused where the orchestrator is strict.',
  'What fails is told as a problem document (RFC 9457) with a stable `code`. A path that does not exist is 404 `ROUTE_UNKNOWN`, a method that a path does not take 405 `METHOD_NOT_ALLOWED` with `Allow`.',
].join('\n\n');

/** The whole document. Cost: a few milliseconds. */
export function openapi(): Schema {
  const refusals: Refusals = { components: new Map(), words: new Map() };
  const paths = { ...servicePaths, ...pathsOf(refusals) };
  return {
    openapi: '3.1.0',
    info: { title: 'Orchestrator', version: '2.0.0', description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    // Where a gateway is told no callers, everybody may do everything.
    security: [{}, { bearer: [] }],
    tags: tags(),
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { ...fieldSchemas, ...metadataSchemas, ...documentSchemas(), ...answerSchemas() },
      parameters: { ...queryParameters, ...headerParameters },
      headers: answerHeaders,
      responses: Object.fromEntries(refusals.components),
    },
  };
}

function documentSchemas(): Readonly<Record<string, Schema>> {
  const made = operations.filter(({ does }) => does === 'create');
  return Object.fromEntries(made.map(({ kind, body }) => [kind, documentSchema(body)]));
}

function tags(): readonly Schema[] {
  const within = kinds.map(({ name, parent }) => ({ name, description: parent === null ? 'At the root.' : `In a ${parent}.` }));
  return [
    ...within,
    { name: 'inventory', description: 'For operators.' },
    { name: 'audit', description: 'For operators.' },
    { name: 'manager', description: 'For operators.' },
    { name: 'backup', description: 'For operators.' },
    { name: 'service', description: 'The gateway about itself.' },
  ];
}
