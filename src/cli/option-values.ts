import { InvalidArgumentError } from 'commander';

/** A whole number of at least 1. @throws InvalidArgumentError */
export function whole(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError('a whole number of at least 1 is wanted.');
  return value;
}

/** A port, 0 for any free one. @throws InvalidArgumentError */
export function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535) {
    throw new InvalidArgumentError('a port is wanted: 0 to 65535, 0 for any free one.');
  }
  return value;
}

/** Milliseconds; seconds where no unit is given. @throws InvalidArgumentError */
export function duration(text: string): number {
  const match = /^(\d+)(ms|s|m|h)?$/.exec(text);
  if (match === null) throw new InvalidArgumentError('a duration is wanted: 500ms, 60s, 5m, 1h.');
  const unit = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[match[2] ?? 's'] ?? 1_000;
  return Number(match[1]) * unit;
}

/** `2/4`: the second of four. @throws InvalidArgumentError */
export function shard(text: string): { readonly index: number; readonly count: number } {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || index < 1 || index > count) throw new InvalidArgumentError('i/n with 1 ≤ i ≤ n is wanted.');
  return { index: index - 1, count };
}
