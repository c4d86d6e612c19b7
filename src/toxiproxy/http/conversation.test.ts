// Goal: bytes of a conversation come out as they went in, and each is known to belong to its exchange, however it is cut.
// Method: the same conversations cut at every byte, into single bytes, and at drawn places; then what is no HTTP.
import { expect } from 'chai';
import { limits } from '../limits.js';
import { seeded } from '../seeded.js';
import type { Stream } from '../stream.js';
import { Conversation } from './conversation.js';
import type { Stretch } from './exchange.js';

interface Talk {
  readonly name: string;
  readonly requests: string;
  readonly responses: string;
  /** Each message: its bytes without what is around the data, and whether it has ended. */
  readonly asked: readonly string[];
  readonly answered: readonly string[];
}

const chunked = 'Transfer-Encoding: chunked\r\n\r\n';
const talks: readonly Talk[] = [
  {
    name: 'lengths, keep-alive, pipelined',
    requests: 'GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\ncontent-LENGTH: 5\r\n\r\nhelloDELETE /c HTTP/1.0\r\n\r\n',
    responses:
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 201\r\nContent-Length: 0\r\n\r\nHTTP/1.1 404 No\r\nContent-Length: 1\r\n\r\n.',
    asked: ['GET /a |!', 'POST /b hello|!', 'DELETE /c |!'],
    answered: ['200 ok|!', '201 |!', '404 .|!'],
  },
  {
    name: 'chunks with extensions and trailers',
    requests: `PUT /a HTTP/1.1\r\n${chunked}4;name="a;b"\r\nwiki\r\nA\r\n0123456789\r\n0\r\nX: y\r\nZ: \r\n\r\nGET /b HTTP/1.1\r\n\r\n`,
    responses: `HTTP/1.1 200 OK\r\n${chunked}1\r\nx\r\n00\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\r\n\r`,
    asked: ['PUT /a wiki0123456789|!', 'GET /b |!'],
    answered: ['200 x|!', '200 \r\n\r|!'],
  },
  {
    name: 'responses without a body, interim ones, one that the end of the connection ends',
    requests:
      'HEAD /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\nGET /c HTTP/1.1\r\n\r\nPUT /d HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nxGET /e HTTP/1.1\r\n\r\n',
    responses:
      'HTTP/1.1 200 OK\r\nContent-Length: 700\r\n\r\nHTTP/1.1 204 No\r\n\r\nHTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nyHTTP/1.1 200 OK\r\n\r\nand on',
    asked: ['HEAD /a |!', 'GET /b |!', 'GET /c |!', 'PUT /d x|!', 'GET /e |!'],
    answered: ['200 |!', '204 |!', '304 |!', '200 y|!', '200 and on|'],
  },
  {
    name: 'an upgrade',
    requests: 'GET /a HTTP/1.1\r\n\r\nGET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n',
    responses: 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 101 Switching\r\n\r\nHTTP/1.1 200 this is none\r\n\r\n\u0001\u0002',
    asked: ['GET /a |!', 'GET /ws |!'],
    answered: ['200 |!', '101 |'],
  },
  {
    name: 'a tunnel',
    requests: 'CONNECT x:1 HTTP/1.1\r\n\r\n',
    responses: 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nGET / HTTP/1.1\r\n\r\n',
    asked: ['CONNECT x:1 |!'],
    answered: ['200 |'],
  },
  {
    name: 'what two readers could understand in two ways',
    requests:
      'POST /a HTTP/1.1\r\nContent-Length: 1\r\n\r\nxPOST /b HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    responses: 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
    asked: ['POST /a x|!'],
    answered: [],
  },
  {
    name: 'a body that is chunked wrongly',
    requests: `PUT /a HTTP/1.1\r\n${chunked}2\r\nabc\r\n0\r\n\r\nGET /b HTTP/1.1\r\n\r\n`,
    responses: `HTTP/1.1 200 OK\r\n${chunked}zz\r\n`,
    asked: ['PUT /a ab|'],
    answered: ['200 |'],
  },
];

/** Reads as a proxy does; what was asked is with the server at once. */
class Reading {
  readonly conversation = new Conversation(() => undefined);
  readonly #out: Record<Stream, Buffer[]> = { upstream: [], downstream: [] };
  readonly #messages: Record<Stream, Map<string, string>> = { upstream: new Map(), downstream: new Map() };

  read(stream: Stream, bytes: Buffer): void {
    this.note(stream, this.conversation.read(stream, bytes));
  }

  note(stream: Stream, stretches: readonly Stretch[]): void {
    for (const { bytes, part } of stretches) {
      this.#out[stream].push(bytes);
      if (part === undefined) continue;
      this.conversation.handedOn(stream, part);
      if (part.isInterim) continue;
      const { index, request, response } = part.exchange;
      const title = stream === 'upstream' ? `${request.method} ${request.target}` : `${response?.status}`;
      const before = this.#messages[stream].get(String(index)) ?? `${title} `;
      this.#messages[stream].set(
        String(index),
        before + (part.kind === 'data' ? bytes.toString('latin1') : '') + (part.isLast ? '|!' : ''),
      );
    }
  }

  out(stream: Stream): string {
    this.note(stream, this.conversation.giveUp(stream));
    return Buffer.concat(this.#out[stream]).toString('latin1');
  }

  messages(stream: Stream): readonly string[] {
    return [...this.#messages[stream].values()].map((text) => (text.endsWith('!') ? text : `${text}|`));
  }
}

function check(talk: Talk, cut: (bytes: Buffer) => readonly Buffer[]): void {
  const reading = new Reading();
  for (const piece of cut(Buffer.from(talk.requests, 'latin1'))) reading.read('upstream', piece);
  for (const piece of cut(Buffer.from(talk.responses, 'latin1'))) reading.read('downstream', piece);
  const got = [reading.out('upstream'), reading.out('downstream'), reading.messages('upstream'), reading.messages('downstream')];
  expect(got).to.deep.equal([talk.requests, talk.responses, talk.asked, talk.answered]);
}

describe('a conversation over HTTP', () => {
  for (const talk of talks) {
    it(`is understood, wherever it is cut: ${talk.name}`, () => {
      check(talk, (bytes) => [bytes]);
      check(talk, (bytes) => [...bytes].map((byte) => Buffer.from([byte])));
      const longest = Math.max(talk.requests.length, talk.responses.length);
      for (let at = 1; at < longest; at += 1) check(talk, (bytes) => [bytes.subarray(0, at), bytes.subarray(at)]);
      const draw = seeded(talk.name);
      for (let round = 0; round < 100; round += 1) {
        check(talk, (bytes) => {
          const pieces: Buffer[] = [];
          for (let at = 0, end = 0; at < bytes.length; at = end) {
            end = at + 1 + Math.floor(draw() * 30);
            pieces.push(bytes.subarray(at, end));
          }
          return pieces;
        });
      }
    });
  }

  it('keeps nothing back that cannot be the head of a request or response', () => {
    for (const text of [
      'EHLO x\r\n',
      'GET key\r\n',
      'USER a b\r\n',
      'ping',
      'PING\r\n*',
      '\u0016\u0003\u0001',
      'GET / HTTP/1.1\nHost: x\n',
      'GET\u0000',
      ' GET / HTTP/1.1'.slice(1, 4).toLowerCase(),
    ]) {
      const { conversation } = new Reading();
      conversation.read('upstream', Buffer.from(text, 'latin1'));
      expect(conversation.heldBytes('upstream'), text).to.equal(0);
    }
    const { conversation } = new Reading();
    conversation.read('downstream', Buffer.from('220 smtp'));
    expect(conversation.heldBytes('downstream')).to.equal(0);
    expect(conversation.isOver).to.equal(true);
  });

  it('hands on what it keeps back, in order, when the protocol changes', () => {
    const reading = new Reading();
    reading.read('upstream', Buffer.from('GET /ws HTTP/1.1\r\n\r\nGET /ha'));
    reading.read('downstream', Buffer.from('HTTP/1.1 101 Now\r\n\r\n'));
    expect([reading.conversation.isOver, reading.conversation.heldBytes('upstream')]).to.deep.equal([false, 7]);
    reading.read('upstream', Buffer.from('lf'));
    expect([reading.conversation.isOver, reading.out('upstream')]).to.deep.equal([true, 'GET /ws HTTP/1.1\r\n\r\nGET /half']);
  });

  it('gives up on a head that is too long, and on more open requests than its limit', () => {
    const long = new Reading();
    const head = `GET / HTTP/1.1\r\nX: ${'x'.repeat(limits.httpHeadBytesMax)}\r\n\r\n`;
    for (const piece of head.match(/[^]{1,5000}/g) ?? []) long.read('upstream', Buffer.from(piece));
    expect([long.conversation.heldBytes('upstream'), long.messages('upstream'), long.out('upstream')]).to.deep.equal([0, [], head]);
    const many = new Reading();
    many.read('upstream', Buffer.from('GET / HTTP/1.1\r\n\r\n'.repeat(limits.httpExchangesMax + 5)));
    expect(many.messages('upstream')).to.have.length(limits.httpExchangesMax);
  });

  it('reads no more requests once it has given up on the responses', () => {
    const reading = new Reading();
    reading.read('upstream', Buffer.from('GET /1 HTTP/1.1\r\n\r\n'));
    reading.read('downstream', Buffer.from('HTTP/1.1 200 OK\r\nX: '));
    expect(reading.conversation.giveUp('downstream')).to.have.length(1);
    reading.read('upstream', Buffer.from('GET /2 HTTP/1.1\r\n\r\n'));
    expect([reading.messages('upstream').length, reading.conversation.isOver]).to.deep.equal([1, true]);
  });

  it('has no answer before a request', () => {
    const reading = new Reading();
    reading.read('downstream', Buffer.from('HTTP/1.1 408 Late\r\nContent-Length: 0\r\n\r\n'));
    expect(reading.messages('downstream')).to.deep.equal([]);
  });

  it('knows which response is next', () => {
    const reading = new Reading();
    const stretches = reading.conversation.read('upstream', Buffer.from('GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n'));
    const [first, second] = stretches.map(({ part }) => part?.exchange);
    reading.note('upstream', stretches);
    const isNext = (): readonly boolean[] => [first, second].map((one) => one !== undefined && reading.conversation.isNext(one));
    expect(isNext()).to.deep.equal([true, false]);
    reading.read('downstream', Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'));
    expect(isNext()).to.deep.equal([false, true]);
  });
});
