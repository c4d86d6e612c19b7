import type { Part, Request } from '../index.js';

/**
 * Carries one call to the server at `address` (`http://127.0.0.1:6443`) and tells what comes back, piece by piece: one with `end` or `broken` is the last.
 * Time-outs are the caller's.
 *
 * @returns how to hang up; nothing is told after that
 */
export type Transport = (address: string, request: Request, take: (part: Part) => void) => () => void;
