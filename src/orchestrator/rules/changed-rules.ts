import type { Rules } from './rules.js';

/** Names of the rules in which two sets differ, such as `state.moves`. */
export function changedRules(one: Rules, other: Rules): readonly string[] {
  return (Object.keys(one) as (keyof Rules)[]).flatMap((group) => {
    const [before = {}, after = {}] = [one[group], other[group]] as unknown as readonly Readonly<Record<string, unknown>>[];
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.filter((name) => before[name] !== after[name]).map((name) => `${group}.${name}`);
  });
}
