// Goal: the document is an OpenAPI 3.1 document, is whole, refers to nothing that is not there, and its examples are what its schemas say.
// Method: a validator of OpenAPI documents; the document beside the table of operations; every example and every schema through a validator of schemas.
import { Validator } from '@seriousme/openapi-schema-validator';
import { expect } from 'chai';
import { schemaChecker } from '../../../test/house/schema-checker.js';
import { everyError } from '../error.js';
import { operations } from '../operations.js';
import { openapi } from './openapi.js';
import type { Schema } from './schema.js';

const document = openapi();
const at = (...path: readonly string[]): Schema => path.reduce((value, step) => value[step] as Schema, document);
const faultsOf = schemaChecker(document);

/** Every part of the document, with its path. */
function* parts(value: unknown, path = '#'): Generator<readonly [path: string, part: Schema]> {
  if (typeof value !== 'object' || value === null) return;
  yield [path, value as Schema];
  for (const [name, item] of Object.entries(value)) yield* parts(item, `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

describe('OpenAPI document', () => {
  it('is one of version 3.1', async () => {
    const { valid, errors } = await new Validator().validate(structuredClone(document));
    expect(errors ?? []).to.deep.equal([]);
    expect([valid, document['openapi']]).to.deep.equal([true, '3.1.0']);
  });

  it('has every operation of the table under its own name, with its statuses', () => {
    for (const { name, path, method, statuses } of operations) {
      const operation = at('paths', `/v2${path}`, method.toLowerCase());
      expect(operation['operationId']).to.equal(name);
      expect(Object.keys(operation['responses'] as Schema), name).to.include.members(statuses.map(String));
    }
    const ids = [...parts(at('paths'))].flatMap(([, part]) => part['operationId'] ?? []);
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids.length).to.be.at.least(operations.length);
  });

  it('refers to nothing that is not there, and holds nothing that nobody refers to', () => {
    const there = [...parts(at('components'), '#/components')].map(([path]) => path);
    const wanted = new Set([...parts(document)].flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref] : [])));
    expect(there).to.include.members([...wanted]);
    const components = there.filter((path) => path.split('/').length === 4 && !path.includes('/securitySchemes/'));
    expect(components.filter((path) => !wanted.has(path))).to.deep.equal([]);
  });

  it('tells every path parameter of each path', () => {
    for (const [path, item] of Object.entries(at('paths') as Readonly<Record<string, Schema>>)) {
      const names = ((item['parameters'] ?? []) as readonly Schema[]).map(({ name }) => `{${String(name)}}`);
      expect(names, path).to.deep.equal([...path.matchAll(/\{[^}]+\}/g)].map(([name]) => name));
    }
  });

  it('has a problem of every word that calls are refused with', () => {
    const told = [...parts(at('components', 'responses'))].flatMap(([, { examples }]) => Object.keys((examples ?? {}) as Schema));
    const wanted = everyError.flatMap(({ code, to }) => (to.length === 0 ? [] : [code]));
    expect([...new Set(told)].sort()).to.deep.equal([...wanted].sort());
  });

  it('has examples that its schemas take', () => {
    let count = 0;
    for (const [path, { schema, example, examples }] of parts(document)) {
      if (schema === undefined) continue;
      const values = [
        ...(example === undefined ? [] : [example]),
        ...Object.values((examples ?? {}) as Readonly<Record<string, Schema>>).map(({ value }) => value),
      ];
      for (const value of values) {
        expect(faultsOf(`${path}/schema`, value), path).to.equal('');
        count++;
      }
    }
    expect(count).to.be.above(operations.length);
  });

  it('is the same each time, and plain JSON', () => {
    expect(JSON.parse(JSON.stringify(document))).to.deep.equal(document);
    expect(JSON.stringify(openapi())).to.equal(JSON.stringify(document));
  });
});
