import type { Micros } from '../../src/world/index.js';

/** A duration as people read it, three digits at most: `580 µs`, `23.6 ms`, `1.25 s`, `2 min 5 s`. */
export function durationWords(micros: Micros): string {
  if (micros < 1_000) return `${Math.round(micros)} µs`;
  if (micros < 999_500) return `${digits(micros / 1_000)} ms`;
  if (micros < 59_950_000) return `${digits(micros / 1_000_000)} s`;
  const seconds = Math.round(micros / 1_000_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} min`;
}

/** Three significant digits, without trailing zeros after the point. */
function digits(value: number): string {
  const places = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return String(Number(value.toFixed(places)));
}
