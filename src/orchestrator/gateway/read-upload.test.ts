// Goal: uploads come out as they went in, whatever bytes they hold, and a hostile one is refused before it costs anything.
// Method: round trips through our encoders and through those of zlib and nanotar; then archives and forms that are wrong in one place each.
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import fc from 'fast-check';
import { createTar } from 'nanotar';
import { kubeconfigOf, multipartOf, packageOf } from '../../../spec/emco/index.js';
import { bytesOf, type Json, textOf } from '../../world/index.js';
import { boundaryOf, type Form, readForm } from './multipart.js';
import { readKubeconfig } from './read-kubeconfig.js';
import { readPackage } from './read-package.js';
import type { Refused } from './refused.js';

const bytesMax = 1_048_576;

function filesOf(bytes: Uint8Array): Json {
  const read = readPackage(bytes, bytesMax);
  return 'payload' in read ? (read.payload as { files: Json }).files : read.refused;
}

function formOf(body: string | Uint8Array, boundary = 'b'): Form | string {
  const form = readForm(typeof body === 'string' ? Buffer.from(body, 'latin1') : body, boundary);
  return 'refused' in form ? (form as Refused).refused : (form as Form);
}

describe('multipart form', () => {
  it('gives back any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 50 }), (bytes, text) => {
        const { contentType, body } = multipartOf({ text }, { name: 'f', bytes });
        const form = formOf(body, boundaryOf(contentType) ?? '');
        expect(form).to.be.instanceOf(Map);
        expect([...((form as Form).get('file') ?? [])]).to.deep.equal([...bytes]);
        expect(JSON.parse(textOf((form as Form).get('metadata') ?? null))).to.deep.equal({ text });
      }),
      { numRuns: 300 },
    );
  });

  it('takes what browsers and curl send', () => {
    const head = 'Content-Disposition: form-data; name="metadata"';
    const form = formOf(
      `preamble\r\n--b\r\n${head}\r\nContent-Type: text/plain\r\n\r\n{}\r\n--b  \r\ncontent-disposition:form-data;filename="name=x";name=file\r\n\r\n\r\n--b--\r\nepilogue`,
    );
    expect([...(form as Form)].map(([name, bytes]) => `${name}=${textOf(bytes)}`)).to.deep.equal(['metadata={}', 'file=']);
    expect(formOf(`--b\r\n${head}\r\n\r\n1\r\n--b\r\n${head}\r\n\r\n2\r\n--b--`)).to.satisfy(
      (each: Form) => textOf(each.get('metadata') ?? null) === '1',
    );
  });

  for (const body of [
    '',
    'x',
    '--b',
    '--b\r\n',
    '--b\r\n\r\n',
    '--bb\r\n',
    'x--b--',
    '--b\r\nX: y\r\n\r\n\r\n--b--',
    '--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--',
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx',
  ])
    it(`refuses ${JSON.stringify(body)}`, () => void expect(formOf(body)).to.equal('BODY_NOT_MULTIPART'));

  it('refuses more parts than it counts', () => {
    expect(formOf(`${'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n'.repeat(17)}--b--`)).to.equal('BODY_NOT_MULTIPART');
  });

  it('finds the boundary of a content type', () => {
    expect(boundaryOf('Multipart/Form-Data; charset=x; boundary="a b"')).to.equal('a b');
    expect(boundaryOf('multipart/form-data; boundary=ab')).to.equal('ab');
    for (const none of [
      '',
      'multipart/form-data',
      'multipart/mixed; boundary=a',
      'multipart/form-data; boundary=',
      `multipart/form-data; boundary=${'b'.repeat(71)}`,
    ])
      expect(boundaryOf(none)).to.equal(null);
  });
});

describe('package', () => {
  it('gives back any files, without the folder that holds them all', () => {
    const name = fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8})?\.yaml$/);
    fc.assert(
      fc.property(fc.dictionary(name, fc.string({ maxLength: 700 }), { minKeys: 1, maxKeys: 5 }), (files) => {
        const inTop = Object.fromEntries(Object.entries(files).map(([each, text]) => [`top/${each}`, text]));
        expect(filesOf(packageOf(inTop))).to.deep.equal({ ...files });
      }),
      { numRuns: 100 },
    );
  });

  it('reads what others pack, folders and dots included', () => {
    const tar = createTar([
      { name: './demo/' },
      { name: './demo/a.yaml', data: 'a: 1' },
      { name: './demo/t/b.yaml', data: 'b: 2' },
      { name: './demo/empty', data: '' },
    ]);
    expect(filesOf(gzipSync(tar))).to.include({ 'a.yaml': 'a: 1', 't/b.yaml': 'b: 2' });
    expect(
      filesOf(
        gzipSync(
          createTar([
            { name: 'a', data: '1' },
            { name: 'd/b', data: '2' },
          ]),
        ),
      ),
    ).to.deep.equal({ a: '1', 'd/b': '2' });
  });

  it('keeps names inside', () => {
    expect(filesOf(packageOf({ '../../etc/x': '1', '/abs': '2', 'a/../../b': '3' }))).to.deep.equal({ abs: '2', b: '3', 'etc/x': '1' });
  });

  const small = packageOf({ 'a/b': 'text' });
  const header = (size: string): Uint8Array => {
    const tar = new Uint8Array(createTar([{ name: 'a', data: 'x' }]));
    tar.set(bytesOf(size), 124);
    tar.set(bytesOf('        '), 148);
    const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
    tar.set(bytesOf(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
    return gzipSync(tar);
  };
  const hostile: Readonly<Record<string, readonly [bytes: Uint8Array, code: string]>> = {
    nothing: [new Uint8Array(0), 'PACKAGE_INVALID'],
    'what is no gzip': [bytesOf('hello'), 'PACKAGE_INVALID'],
    'a gzip cut short': [small.subarray(0, small.length - 20), 'PACKAGE_INVALID'],
    'what is no tar': [gzipSync(bytesOf('x'.repeat(2_000))), 'PACKAGE_INVALID'],
    'an archive without a file': [gzipSync(createTar([{ name: 'd/' }])), 'PACKAGE_INVALID'],
    'a size below zero': [header('-0000001000\0'), 'PACKAGE_INVALID'],
    'a size beyond the end': [header('77777777777\0'), 'PACKAGE_INVALID'],
    'a file that is not text': [gzipSync(createTar([{ name: 'a', data: new Uint8Array([0xff, 0xfe]) }])), 'PACKAGE_INVALID'],
    'a bomb': [gzipSync(new Uint8Array(bytesMax * 5)), 'PACKAGE_TOO_LARGE'],
    'more files than it counts': [
      packageOf(Object.fromEntries(Array.from({ length: 257 }, (_none, index) => [`f${index}`, 'x']))),
      'PACKAGE_TOO_LARGE',
    ],
    'more bytes than are allowed': [new Uint8Array(bytesMax + 1), 'PACKAGE_TOO_LARGE'],
  };
  for (const [what, [bytes, code]] of Object.entries(hostile)) it(`refuses ${what}`, () => void expect(filesOf(bytes)).to.equal(code));

  it('takes one byte wrong anywhere without harm', () => {
    const tar = createTar([
      { name: 'a/b', data: 'text' },
      { name: 'a/c', data: 'more' },
    ]);
    fc.assert(
      fc.property(fc.nat(2_048), fc.nat(255), (at, byte) => {
        const spoilt = new Uint8Array(tar);
        spoilt[at] = byte;
        expect(filesOf(gzipSync(spoilt))).to.not.equal(undefined);
      }),
      { numRuns: 300 },
    );
  });
});

describe('kubeconfig', () => {
  const serverOf = (text: string | Uint8Array): Json => {
    const read = readKubeconfig(typeof text === 'string' ? bytesOf(text) : text);
    return 'payload' in read ? (read.payload as { server: Json }).server : read.refused;
  };
  it('names the host of its first cluster', () => {
    expect(serverOf(kubeconfigOf('cluster-1'))).to.equal('cluster-1');
    expect(serverOf('clusters: [{cluster: {server: "https://Edge.example:6443/x"}}, {cluster: {server: "http://b"}}]')).to.equal(
      'edge.example',
    );
    expect(serverOf('{"clusters":[{"cluster":{"server":"http://127.0.0.1:8080"}}]}')).to.equal('127.0.0.1:8080');
    expect(serverOf('clusters: [{cluster: {server: "https://[::1]:7"}}]')).to.equal('[::1]:7');
  });

  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'.replace(/./g, (each, at: number) => `${each}: &${each} [${`*${'abcdefghi'[at] ?? 'a'},`.repeat(9)}]\n`)}clusters: *j`;
  for (const text of [
    '',
    'x',
    '[',
    '- a',
    'clusters: {}',
    'clusters: []',
    'clusters: [{cluster: {server: 7}}]',
    'clusters: [{cluster: {server: "ftp://a"}}]',
    'clusters: [{cluster: {server: "https://"}}]',
    'clusters: [{cluster: {server: "https://u@h"}}]',
    bomb,
    '['.repeat(60_000),
    'x'.repeat(70_000),
  ])
    it(`refuses ${JSON.stringify(text.slice(0, 50))}`, () => void expect(serverOf(text)).to.equal('KUBECONFIG_INVALID'));

  it('refuses what is no text', () => void expect(serverOf(new Uint8Array([0xff]))).to.equal('KUBECONFIG_INVALID'));
});
