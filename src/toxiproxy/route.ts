import { toJson } from './json/to-json.js';

/** A request as a route sees it. */
export interface Call {
  /** The parts of the path that the route leaves open, decoded. */
  readonly names: readonly string[];
  /** What follows the path, from its question mark on; empty when nothing does. */
  readonly query: string;
  readonly body: string;
}

/** What is sent back. */
export interface Answer {
  readonly status: number;
  readonly contentType?: string;
  readonly body: string;
}

/** A path with `*` for each name, and what it does by method; the method `*` is any other. */
export interface Route {
  readonly path: string;
  readonly methods: Readonly<Record<string, (call: Call) => Answer | Promise<Answer>>>;
}

/** An answer with a value in its body. */
export function json(status: number, value: unknown): Answer {
  return { status, contentType: 'application/json', body: toJson(value) };
}
