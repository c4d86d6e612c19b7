import { Agent } from 'node:http';
import type { Readable } from 'node:stream';
import axios, { type AxiosResponse } from 'axios';
import type { Answer } from '../../contract/index.js';
import { joinBytes, type Json, type Micros, parseJson, type Request, textOf } from '../../world/index.js';
import { limits } from './limits.js';

/** Sends requests as an outside caller would: each over a connection of its own, so that a fault meets it from its first byte. */
export class Client {
  readonly #agent = new Agent({ keepAlive: false });
  readonly #open = new Set<AbortController>();

  /** Never throws: what goes wrong is the answer's failure. The time-out is for the whole answer. */
  async send(address: string, request: Request, timeout: Micros): Promise<Answer> {
    const abort = new AbortController();
    let isLate = false;
    const timer = setTimeout(
      () => {
        isLate = true;
        abort.abort();
      },
      Math.max(1, timeout / 1_000),
    );
    this.#open.add(abort);
    let response: AxiosResponse<Readable> | null = null;
    try {
      response = await this.#request(address, request, abort.signal);
      return answerOf(response, await wholeBody(response.data, abort.signal), null);
    } catch (error) {
      return answerOf(response, [], isLate ? 'timeout' : failureOf(error));
    } finally {
      clearTimeout(timer);
      this.#open.delete(abort);
    }
  }

  close(): void {
    for (const abort of this.#open) abort.abort();
    this.#agent.destroy();
  }

  #request(address: string, { method, path, headers, body }: Request, signal: AbortSignal): Promise<AxiosResponse<Readable>> {
    return axios.request<Readable>({
      url: address + path,
      method,
      headers: {
        accept: '*/*',
        'content-type': false as unknown as string,
        'user-agent': 'topple',
        'accept-encoding': 'identity',
        ...headers,
      },
      data: body === null ? undefined : Buffer.from(body),
      responseType: 'stream',
      httpAgent: this.#agent,
      signal,
      proxy: false,
      maxRedirects: 0,
      decompress: false,
      maxBodyLength: Infinity,
      validateStatus: () => true,
      transformRequest: (data: unknown) => data,
    });
  }
}

async function wholeBody(stream: Readable, signal: AbortSignal): Promise<readonly Uint8Array[]> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  const abort = (): void => void stream.destroy(new Error('aborted'));
  signal.addEventListener('abort', abort);
  try {
    for await (const piece of stream as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > limits.answerBytesMax) throw new RangeError('the answer is too long');
      pieces.push(piece);
    }
  } finally {
    signal.removeEventListener('abort', abort);
  }
  return pieces;
}

/** Refused: certainly nobody has seen it. */
function failureOf(error: unknown): 'refused' | 'reset' {
  return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? 'refused' : 'reset';
}

function answerOf(response: AxiosResponse | null, pieces: readonly Uint8Array[], failure: Answer['failure']): Answer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response?.headers ?? {})) headers[name.toLowerCase()] = String(value);
  return { status: response?.status ?? null, headers, body: failure === null ? bodyOf(pieces) : null, failure };
}

function bodyOf(pieces: readonly Uint8Array[]): Json {
  if (pieces.length === 0) return null;
  const text = textOf(joinBytes(pieces));
  const json = parseJson(text);
  return text === '' ? null : json === undefined ? text : json;
}
