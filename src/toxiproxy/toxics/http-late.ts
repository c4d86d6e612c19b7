import type { Stretch } from '../http/exchange.js';
import { isExpecting } from '../http/write-response.js';
import { limits } from '../limits.js';
import { OwnAnswers } from './own-answers.js';
import { MessageCopy } from './message-copy.js';
import { attribute, close, hold, oneChunk, pass, reset } from './toxic-kind.js';
import type { Affect, Chunk, Item, Loss, Site, Step, ToxicKind } from './toxic-kind.js';

const TAKE: Step = { kind: 'take' };
const CONTINUE = Buffer.from('HTTP/1.1 100 Continue\r\n\r\n');
const RESET = 0;

/**
 * The request is taken, and once it is whole the connection of the client is reset (`mode` 0) or closed (1); it arrives at the server `delay` milliseconds after
 * that, when the client has long tried again. Works on both directions whatever its stream.
 */
export const httpLate: ToxicKind = {
  type: 'http_late',
  goName: 'HttpLateToxic',
  attributes: ['delay', 'mode'],
  choices: { mode: ['reset', 'close'] },
  readsHttp: true,
  holdsThroughUpdate: true,
  reach: ['upstream', 'downstream'],
  ...oneChunk,
  affect: (_attributes, site) => (site.stream === 'upstream' ? new Detour(site) : new Encourager(site)),
};

/** Upstream: keeps requests, and has them delivered later. */
class Detour implements Affect {
  readonly #site: Site;
  #copy: MessageCopy | undefined;

  constructor(site: Site) {
    this.#site = site;
  }

  decide(item: Item): Step {
    if (item === 'idle') return hold;
    if (item === 'end') return pass;
    if (item.part === undefined) return this.#giveBack(item);
    const { exchange, kind } = item.part;
    if (kind === 'head' && exchange !== this.#copy?.exchange) this.#begin(item);
    if (this.#copy === undefined) return pass;
    return this.#keep(item, this.#copy);
  }

  kept(): readonly Stretch[] {
    const parts = this.#copy?.parts ?? [];
    this.#copy = undefined;
    return parts;
  }

  #begin({ part }: Chunk): void {
    this.#copy = undefined;
    if (part === undefined || !this.#site.http.isMeant(part.exchange)) return;
    const { exchange, isLast } = part;
    const { body } = exchange.request;
    // What is known to be too long to be kept is left alone.
    if (body.kind === 'length' && body.bytes > limits.httpCopyBytesMax) return;
    this.#copy = new MessageCopy(exchange);
    if (isLast || !isExpecting(exchange.request)) return;
    const answer = { exchange, bytes: CONTINUE, did: undefined, isInterim: true, isEnd: false };
    OwnAnswers.of(this.#site).give(answer, this.#site);
  }

  /** What comes is no HTTP, and so what it goes on with was none. */
  #giveBack({ bytes }: Chunk): Step {
    const copy = this.#copy;
    this.#copy = undefined;
    return copy === undefined ? pass : { kind: 'replace', bytes: Buffer.concat([copy.bytes, bytes]), did: 'held' };
  }

  #keep(chunk: Chunk, copy: MessageCopy): Step {
    copy.add(chunk);
    if (copy.isTooLong) {
      this.#copy = undefined;
      return { kind: 'replace', bytes: copy.bytes, did: 'held' };
    }
    return chunk.part?.isLast === true ? this.#send(copy) : TAKE;
  }

  #send({ exchange, bytes }: MessageCopy): Step {
    const { attributes, http, fired } = this.#site;
    this.#copy = undefined;
    const delayMillis = Math.max(0, attribute(attributes, 'delay'));
    const handed = (): void => fired('late', bytes.length, exchange);
    // Without room for it the whole request goes on as always.
    if (!http.deliver({ request: bytes, delayMillis, handed })) return { kind: 'replace', bytes, did: 'held' };
    return attribute(attributes, 'mode') === RESET ? reset : close;
  }
}

/** Downstream: tells a client that waits before it sends its body to go on. */
class Encourager implements Affect {
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  decide(item: Item): Step {
    return OwnAnswers.of(this.#site).decide(item, this.#site) ?? (item === 'idle' ? hold : pass);
  }

  removed(): Loss {
    return OwnAnswers.of(this.#site).removed();
  }
}
