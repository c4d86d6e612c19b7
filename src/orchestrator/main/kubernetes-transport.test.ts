// Goal: calls to a cluster are carried byte for byte, over few sockets, and whatever breaks is told as broken.
// Method: a small server that answers, streams, resets and stays silent.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { bytesOf, type Part, type Request, textOf } from '../../world/index.js';
import { kubernetesTransport } from './kubernetes-transport.js';

const get = (path: string): Request => ({ method: 'GET', path, headers: { accept: 'application/json', 'x-fence': '1.2' }, body: null });

describe('kubernetes transport', () => {
  let server: Server;
  let address = '';
  let sockets = 0;
  let silent = 0;
  let closed = 0;

  before(async () => {
    server = createServer((request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        if (request.url === '/reset') return void request.socket.resetAndDestroy();
        if (request.url === '/silent') {
          silent++;
          return void response.on('close', () => closed++);
        }
        if (request.url === '/watch') {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write('one\n');
          return void response.on('close', () => closed++);
        }
        if (request.url === '/half') {
          response.writeHead(200, { 'content-length': '10' });
          return void response.write('half', () => request.socket.destroy());
        }
        response.writeHead(request.method === 'POST' ? 201 : 404, {
          'content-type': 'text/plain',
          'x-fence-seen': String(request.headers['x-fence']),
        });
        response.end(`${String(request.method)} ${String(request.url)} ${Buffer.concat(pieces).toString()}`);
      });
    });
    server.on('connection', () => sockets++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const carry = kubernetesTransport();

  function whole(request: Request, to = address): Promise<readonly Part[]> {
    const parts: Part[] = [];
    return new Promise((resolve) => {
      carry(to, request, (part) => {
        parts.push(part);
        if (part === 'broken' || part.end) resolve(parts);
      });
    });
  }

  const textIn = (parts: readonly Part[]): string => parts.map((part) => (part === 'broken' ? '!' : textOf(part.bytes))).join('');

  it('carries requests and answers, errors included, over few sockets', async () => {
    for (let n = 0; n < 20; n++) {
      const parts = await whole({ ...get('/a?b=c%20d'), method: 'POST', body: bytesOf('{"ü":1}') });
      expect(textIn(parts)).to.equal('POST /a?b=c%20d {"ü":1}');
      expect(parts[0]).to.have.nested.property('head.status', 201);
      expect(parts[0]).to.have.nested.property('head.headers.x-fence-seen', '1.2');
    }
    const deleted = await whole({ ...get('/a'), method: 'DELETE', body: bytesOf('{}') });
    expect(textIn(deleted)).to.equal('DELETE /a {}');
    expect(deleted[0]).to.have.nested.property('head.status', 404);
    expect(sockets).to.be.at.most(2);
  });

  it('tells what breaks as broken, once', async () => {
    expect(await whole(get('/reset'))).to.deep.equal(['broken']);
    expect(await whole(get('/'), 'http://127.0.0.1:1')).to.deep.equal(['broken']);
    expect(textIn(await whole(get('/half')))).to.match(/^(half)?!$/);
  });

  it('streams, and hangs up when it is told to', async () => {
    const parts: Part[] = [];
    let hangUp = (): void => undefined;
    await new Promise<void>((resolve) => {
      hangUp = carry(address, get('/watch'), (part) => {
        parts.push(part);
        if (parts.length === 2) resolve();
      });
    });
    const hangUpSilent = carry(address, get('/silent'), (part) => void parts.push(part));
    while (silent === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    hangUp();
    hangUpSilent();
    for (let n = 0; n < 1_000 && closed < 2; n++) await new Promise((resolve) => setTimeout(resolve, 10));
    expect([textIn(parts), parts.length, closed]).to.deep.equal(['one\n', 2, 2]);
  });
});
