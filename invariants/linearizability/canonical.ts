import type { Call } from './model.js';

/** A text that two calls share when they ask and answer the same. */
export function canonical({ f, value, result }: Call): string {
  return `${f} ${JSON.stringify(value)} ${result === undefined ? '?' : JSON.stringify(result)}`;
}
