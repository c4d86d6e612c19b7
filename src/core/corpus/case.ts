// A plan that once failed, as a file: small, readable JSON that `topple replay` runs alone.
import type { Plan, World } from '../../contract/index.js';
import { hashText } from '../../world/index.js';

export interface Case {
  readonly schema: 1;
  readonly id: string;
  readonly scenario: string;
  readonly world: World;
  readonly defects: readonly string[];
  readonly invariant: string;
  readonly signature: string;
  /** The rolling hash of the run in the simulator; null in real. */
  readonly hash: number | null;
  readonly stepsBefore: number;
  readonly reproduced: string;
  readonly plan: Plan;
}

/** A short stable name for a bug: the same signature under the same scenario gives the same id. */
export function caseId(scenario: string, signature: string, seed: string): string {
  const word = hashText(hashText(hashText(0x70b1e, scenario), signature), seed) >>> 0;
  return word.toString(36).padStart(7, '0');
}

export function encodeCase(found: Case): string {
  return `${JSON.stringify(found, null, 2)}\n`;
}

/** @throws RangeError when the text is not a case of a schema that this version knows */
export function decodeCase(text: string): Case {
  const raw = parsed(text) as Partial<Case> | null;
  if (raw === null || typeof raw !== 'object' || raw.schema === undefined)
    throw new RangeError('not a topple plan: expected JSON with "schema", "scenario" and "plan"');
  if (raw.schema !== 1) throw new RangeError(`this plan has schema ${String(raw.schema)}; this version of topple reads schema 1`);
  if (raw.plan === undefined || !Array.isArray(raw.plan.steps)) throw new RangeError('not a topple plan: "plan.steps" is missing');
  return raw as Case;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
