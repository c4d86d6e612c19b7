// A node's inputs as JSON lines: what a real node writes before it acts, and what a re-execution reads. Each line keeps the times and draws
// that the step used and a hash of the effects that it returned, so that a re-execution can compare.
import { base64Of, bytesOfBase64 } from './bytes.js';
import { hashBytes, hashJson, hashText, mixIn } from './hash.js';
import type { Json } from './json.js';
import type { Effect, Head, Input, Micros, Part, Request } from './machine.js';

/** One step of a node. `draws` are in the order in which the step asked; `effects` is `hashEffects` of what it returned. */
export interface Recorded {
  readonly input: Input;
  readonly now: Micros;
  readonly wall: Micros;
  readonly draws: readonly number[];
  readonly effects: number;
}

export function encodeRecorded(recorded: Recorded): string {
  const { input, now, wall, draws, effects } = recorded;
  return JSON.stringify({ input: encodeInput(input), now, wall, draws, effects });
}

/** @throws SyntaxError when the line is not whole (a recording may end in a torn line after SIGKILL) */
export function decodeRecorded(line: string): Recorded {
  const raw = JSON.parse(line) as { input: unknown; now: Micros; wall: Micros; draws: number[]; effects: number };
  return { ...raw, input: decodeInput(raw.input) };
}

/** What `encodeInput` writes, field by field; `on` says which are there. */
interface EncodedInput {
  readonly on: Input['on'];
  readonly call: number;
  readonly config: Json;
  readonly disk: readonly (readonly [file: string, base64: string])[];
  readonly request: EncodedRequest;
  readonly part: EncodedPart;
}
type EncodedRequest = Omit<Request, 'body'> & { readonly body: string | null };
type EncodedPart = 'broken' | { readonly head: Head | null; readonly bytes: string | null; readonly end: boolean };

/** The input as plain JSON: bytes as base64, the disk as an object. */
export function encodeInput(input: Input): Json {
  switch (input.on) {
    case 'boot':
      return { on: 'boot', config: input.config, disk: [...input.disk].map(([file, bytes]) => [file, base64Of(bytes)]) };
    case 'request':
      return { on: 'request', call: input.call, request: { ...input.request, body: encodeBytes(input.request.body) } };
    case 'part':
      return { on: 'part', call: input.call, part: encodePart(input.part) };
    default:
      return input;
  }
}

/** The inverse of `encodeInput`. */
export function decodeInput(json: unknown): Input {
  const raw = json as EncodedInput;
  switch (raw.on) {
    case 'boot':
      return { on: 'boot', config: raw.config, disk: new Map(raw.disk.map(([file, base64]) => [file, bytesOfBase64(base64)])) };
    case 'request':
      return { on: 'request', call: raw.call, request: { ...raw.request, body: decodeBytes(raw.request.body) } };
    case 'part':
      return { on: 'part', call: raw.call, part: decodePart(raw.part) };
    default:
      return json as Input;
  }
}

/** The effect as plain JSON, bytes as base64. */
export function encodeEffect(effect: Effect): Json {
  switch (effect.do) {
    case 'persist':
      return { ...effect, bytes: base64Of(effect.bytes) };
    case 'call':
      return { ...effect, request: { ...effect.request, body: encodeBytes(effect.request.body) } };
    case 'reply':
      return { ...effect, part: encodePart(effect.part) };
    default:
      return effect;
  }
}

/** The inverse of `encodeEffect`. */
export function decodeEffect(json: unknown): Effect {
  const raw = json as {
    readonly do: Effect['do'];
    readonly bytes: string;
    readonly request: EncodedRequest;
    readonly call: number;
    readonly part: EncodedPart;
  };
  switch (raw.do) {
    case 'persist':
      return { ...(raw as object), bytes: bytesOfBase64(raw.bytes) } as Effect;
    case 'call':
      return { ...(raw as object), request: { ...raw.request, body: decodeBytes(raw.request.body) } } as Effect;
    case 'reply':
      return { do: 'reply', call: raw.call, part: decodePart(raw.part) };
    default:
      return json as Effect;
  }
}

/** Equal for equal effects in equal order. Cost: linear in their size. */
export function hashEffects(effects: readonly Effect[]): number {
  let hash = 0x5eed;
  for (const effect of effects) hash = hashEffect(hash, effect);
  return hash >>> 0;
}

/** `hash` with one more effect in it. */
export function hashEffect(hash: number, effect: Effect): number {
  switch (effect.do) {
    case 'persist':
      return hashBytes(hashText(hashText(mixIn(hash, 1), effect.file), effect.edit), effect.bytes);
    case 'send':
      return hashJson(hashText(mixIn(hash, 2), effect.to), effect.body);
    case 'call':
      return hashCall(hash, effect);
    case 'reply':
      return hashPart(mixIn(mixIn(hash, 4), effect.call), effect.part);
    case 'timer':
      return mixIn(hashText(mixIn(hash, 5), effect.name), effect.after ?? -1);
    case 'mark':
      return hashJson(hashText(mixIn(hash, 6), effect.name), effect.data);
    case 'halt':
      return hashText(mixIn(hash, 7), effect.reason);
  }
}

function hashCall(hash: number, effect: Effect & { do: 'call' }): number {
  const { method, path, headers, body } = effect.request;
  let h = hashText(hashText(hashText(mixIn(mixIn(hash, 3), effect.call), effect.to), method), path);
  h = hashJson(h, headers);
  return hashBytes(mixIn(h, effect.timeout ?? -1), body ?? NOTHING);
}

/** `hash` with one part of an answer in it. */
export function hashPart(hash: number, part: Part): number {
  if (part === 'broken') return mixIn(hash, 1);
  let h = part.head === null ? mixIn(hash, 2) : hashJson(mixIn(hash, part.head.status), part.head.headers);
  h = hashBytes(h, part.bytes ?? NOTHING);
  return mixIn(h, part.end ? 1 : 0);
}

/** `hash` with one input in it. */
export function hashInput(hash: number, input: Input): number {
  switch (input.on) {
    case 'boot': {
      let h = hashJson(mixIn(hash, 1), input.config);
      for (const [file, bytes] of input.disk) h = hashBytes(hashText(h, file), bytes);
      return h;
    }
    case 'timer':
      return hashText(mixIn(hash, 2), input.name);
    case 'message':
      return hashJson(hashText(mixIn(hash, 3), input.from), input.body);
    case 'request':
      return hashBytes(
        hashText(hashText(mixIn(mixIn(hash, 4), input.call), input.request.method), input.request.path),
        input.request.body ?? NOTHING,
      );
    case 'part':
      return hashPart(mixIn(mixIn(hash, 5), input.call), input.part);
    case 'disk-failed':
      return hashText(mixIn(hash, 6), input.file);
    case 'end':
      return mixIn(hash, 7);
  }
}

const NOTHING = new Uint8Array(0);
const encodeBytes = (bytes: Uint8Array | null): string | null => (bytes === null ? null : base64Of(bytes));
const decodeBytes = (text: string | null): Uint8Array | null => (text === null ? null : bytesOfBase64(text));

function encodePart(part: Part): Json {
  return part === 'broken' ? part : { head: part.head as unknown as Json, bytes: encodeBytes(part.bytes), end: part.end };
}

function decodePart(part: EncodedPart): Part {
  return part === 'broken' ? part : { head: part.head, bytes: decodeBytes(part.bytes), end: part.end };
}
