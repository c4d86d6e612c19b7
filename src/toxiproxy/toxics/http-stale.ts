import type { Exchange } from '../http/exchange.js';
import type { RecordedResponse } from '../http/response-records.js';
import { isLastRequest, withClose } from '../http/write-response.js';
import { MessageCopy } from './message-copy.js';
import { OwnAnswers } from './own-answers.js';
import { hold, oneChunk, pass } from './toxic-kind.js';
import type { Affect, Chunk, Item, Loss, Site, Step, ToxicKind } from './toxic-kind.js';

const OK = 200;

/**
 * Answers a GET with the last response (status 200) that the server gave to the same path, its query included, while the toxic was there, on whatever connection; where there
 * was none yet, the server answers. Requests that its match leaves out are answered by the server, and remembered. Works on both directions whatever its stream.
 */
export const httpStale: ToxicKind = {
  type: 'http_stale',
  goName: 'HttpStaleToxic',
  attributes: [],
  readsHttp: true,
  holdsThroughUpdate: true,
  reach: ['upstream', 'downstream'],
  ...oneChunk,
  affect: (_attributes, site) => (site.stream === 'upstream' ? new Replayer(site) : new Recorder(site)),
};

interface Replay {
  readonly exchange: Exchange;
  readonly response: RecordedResponse;
}

/** Upstream: keeps from the server what an earlier response answers. */
class Replayer implements Affect {
  readonly #site: Site;
  /** The request that is being taken, and its answer. */
  #replayed: Replay | undefined;

  constructor(site: Site) {
    this.#site = site;
  }

  decide(item: Item): Step {
    if (item === 'idle') return hold;
    if (item === 'end' || item.part === undefined) return pass;
    const { exchange, kind, isLast } = item.part;
    if (kind === 'head' && exchange !== this.#replayed?.exchange) this.#begin(exchange);
    if (this.#replayed === undefined) return pass;
    if (isLast) this.#replay(this.#replayed);
    return { kind: 'take' };
  }

  removed(): Loss {
    return this.#replayed === undefined ? 'nothing' : 'close';
  }

  #begin(exchange: Exchange): void {
    const { method, target, body } = exchange.request;
    const isBare = body.kind === 'length' && body.bytes === 0;
    const response = method === 'GET' && isBare && this.#site.http.isMeant(exchange) ? this.#site.http.records.get(target) : undefined;
    this.#replayed = response === undefined ? undefined : { exchange, response };
  }

  #replay({ exchange, response: { bytes, isEnd } }: Replay): void {
    this.#replayed = undefined;
    const isLast = isLastRequest(exchange.request);
    const said = isLast && !isEnd ? withClose(bytes) : bytes;
    OwnAnswers.of(this.#site).give({ exchange, bytes: said, did: 'stale', isInterim: false, isEnd: isLast || isEnd }, this.#site);
  }
}

/** Downstream: remembers responses while they pass, and hands out the earlier ones. */
class Recorder implements Affect {
  readonly #site: Site;
  #copy: MessageCopy | undefined;

  constructor(site: Site) {
    this.#site = site;
  }

  decide(item: Item): Step {
    const step = OwnAnswers.of(this.#site).decide(item, this.#site);
    if (step !== undefined) return step;
    if (item === 'idle') return hold;
    if (item !== 'end') this.#record(item);
    return pass;
  }

  removed(): Loss {
    return OwnAnswers.of(this.#site).removed();
  }

  #record(chunk: Chunk): void {
    if (chunk.part === undefined || chunk.part.isInterim) return;
    const { exchange, kind, isLast } = chunk.part;
    const { request, response } = exchange;
    if (kind === 'head' && exchange !== this.#copy?.exchange) {
      this.#copy = request.method === 'GET' && response?.status === OK ? new MessageCopy(exchange) : undefined;
    }
    if (this.#copy === undefined) return;
    this.#copy.add(chunk);
    if (this.#copy.isTooLong) this.#copy = undefined;
    else if (isLast) this.#keep(this.#copy);
  }

  #keep({ exchange: { request, response }, bytes }: MessageCopy): void {
    this.#copy = undefined;
    const isEnd = isLastRequest({ fields: response?.fields ?? [], isOld: false });
    this.#site.http.records.put(request.target, { bytes, isEnd });
  }
}
