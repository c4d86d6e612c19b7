// Goal: the table of operations covers every kind, and encoders give the same bytes for the same content.
// Method: the table is compared with that of kinds; archives are read back by zlib and nanotar; one archive is pinned by its checksum.
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { parseTar } from 'nanotar';
import { crc32, gzipStored } from './gzip.js';
import { kinds } from './kinds.js';
import { operationNamed, operations } from './operations.js';
import { packageOf } from './upload.js';

describe('operations', () => {
  it('has each kind with all that can be done to it, once', () => {
    const wanted = kinds.flatMap(({ name, put, status, verbs }) =>
      ['create', 'get', 'list', 'delete', ...(put ? ['replace'] : []), ...(status ? ['status'] : []), ...verbs].map(
        (verb) => `${name}.${verb}`,
      ),
    );
    expect(operations.map(({ name }) => name)).to.deep.equal([
      ...wanted,
      'inventory.get',
      'audit.get',
      'manager.list',
      'manager.add',
      'manager.remove',
      'backup.get',
      'backup.restore',
    ]);
    expect(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size).to.equal(operations.length);
  });

  it('takes a body exactly where there is one', () => {
    const bodied = operations.filter(({ body }) => body.encoding !== 'none').map(({ does }) => does);
    expect(new Set(bodied)).to.deep.equal(new Set(['create', 'replace', 'move', 'add-manager', 'restore']));
    expect(operationNamed('deployment-intent-group.rollback').body.encoding).to.equal('json');
    expect(operationNamed('app.create').body.encoding).to.equal('multipart');
    expect(() => operationNamed('app.nothing')).to.throw(RangeError);
  });
});

describe('package encoder', () => {
  it('knows the checksum of the standard', () => void expect(crc32(new TextEncoder().encode('123456789'))).to.equal(0xcbf4_3926));

  it('writes gzip that zlib reads, across blocks', () => {
    for (const length of [0, 1, 65_535, 65_536, 200_000]) {
      const bytes = Uint8Array.from({ length }, (_none, index) => index % 251);
      expect(gunzipSync(gzipStored(bytes)).equals(Buffer.from(bytes))).to.equal(true);
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => gunzipSync(gzipStored(bytes)).equals(Buffer.from(bytes))),
      { numRuns: 100 },
    );
  });

  it('writes tar that nanotar reads, in the order of names, whatever the order given', () => {
    const files = { 'b/y.yaml': 'ü: 2', 'a.yaml': 'x'.repeat(600), 'b/empty': '' };
    const tar = new Uint8Array(gunzipSync(packageOf(files)));
    expect(parseTar(tar).map(({ name, text }) => [name, text])).to.deep.equal(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
    const turned = Object.fromEntries(Object.entries(files).reverse());
    expect(packageOf(turned)).to.deep.equal(packageOf(files));
    expect(() => packageOf({ ['n'.repeat(101)]: '' })).to.throw(RangeError);
  });

  it('writes these bytes for ever', () =>
    void expect(crc32(packageOf({ 'demo/a.yaml': 'kind: ConfigMap\n' })).toString(16)).to.equal('e52c339a'));
});
