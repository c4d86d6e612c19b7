import { STATUS_CODES } from 'node:http';
import type { RequestHead } from './head.js';

export interface Response {
  readonly status: number;
  /** Seconds; 0: not said. */
  readonly retryAfter: number;
  readonly body: string;
  /** Whether the connection ends with it. */
  readonly isEnd: boolean;
}

const NO_CONTENT = 204;
const NOT_MODIFIED = 304;

/** A whole response to a request with that method. */
export function writeResponse({ status, retryAfter, body, isEnd }: Response, method: string): Buffer {
  const isJson = /^\s*[[{]/.test(body);
  const hasBody = status !== NO_CONTENT && status !== NOT_MODIFIED;
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Injected'}`,
    ...(hasBody ? [`Content-Type: ${isJson ? 'application/json' : 'text/plain; charset=utf-8'}`] : []),
    ...(hasBody ? [`Content-Length: ${Buffer.byteLength(body)}`] : []),
    ...(retryAfter > 0 ? [`Retry-After: ${retryAfter}`] : []),
    ...(isEnd ? ['Connection: close'] : []),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${hasBody && method !== 'HEAD' ? body : ''}`);
}

/** The same response, saying that the connection ends with it. */
export function withClose(response: Buffer): Buffer {
  const end = response.indexOf('\r\n\r\n');
  const lines = response.toString('latin1', 0, end).split('\r\n');
  const kept = lines.filter((line) => !/^(?:connection|keep-alive):/i.test(line));
  const head = Buffer.from([...kept, 'Connection: close'].join('\r\n'), 'latin1');
  return Buffer.concat([head, response.subarray(end)]);
}

/** Whether the client has said that the connection ends with the response. */
export function isLastRequest({ fields, isOld }: Pick<RequestHead, 'fields' | 'isOld'>): boolean {
  const tokens = fields.filter(([name]) => name === 'connection').flatMap(([, value]) => value.toLowerCase().split(/[\s,]+/));
  return tokens.includes('close') || (isOld && !tokens.includes('keep-alive'));
}

/** Whether the client waits for a `100 Continue` before it sends the body. */
export function isExpecting({ fields }: RequestHead): boolean {
  return fields.some(([name, value]) => name === 'expect' && value.toLowerCase() === '100-continue');
}
