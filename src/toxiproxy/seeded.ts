/** Draws numbers in [0, 1). */
export type Draw = () => number;

const HASH_PRIMES = [597399067, 2869860233, 951274213, 2716044179] as const;
const WARM_UP_COUNT = 12;

/**
 * A stream of numbers in [0, 1) that depends on the text of `key` alone, so that what one connection draws never shifts
 * what another draws. Not for secrets. Source: sfc32 (PractRand), its state filled by four multiplicative hashes.
 */
export function seeded(key: string): Draw {
  const state = HASH_PRIMES.map((prime) => hash(key, prime));
  let [a, b, c, counter] = [state[0] ?? 0, state[1] ?? 0, state[2] ?? 0, state[3] ?? 0];
  const draw = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  };
  for (let index = 0; index < WARM_UP_COUNT; index += 1) draw();
  return draw;
}

function hash(text: string, prime: number): number {
  let value = 2166136261 ^ prime;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), prime);
    value ^= value >>> 15;
  }
  return value | 0;
}
