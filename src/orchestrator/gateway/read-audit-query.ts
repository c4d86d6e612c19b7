import { auditLimits, auditParameters } from '../../../spec/emco/index.js';
import type { Micros } from '../../world/index.js';
import { valuesIn } from './read-query.js';
import { isRefused, type Refused, refuse } from './refused.js';

/** Which part of the audit is asked for. */
export interface AuditWish {
  /** Null: from the oldest record that is kept. */
  readonly after: number | null;
  readonly limit: number;
  /** How long to wait for a first record. */
  readonly wait: Micros;
}

const second = 1_000_000;

/** Reads the query of a path. Parameters that nobody knows are ignored. */
export function readAuditWish(path: string): AuditWish | Refused {
  const given = valuesIn(path);
  if (isRefused(given)) return given;
  const read: Record<string, number | null> = {};
  for (const { name, pattern, range } of auditParameters) {
    const values = given.get(name) ?? [];
    const value = values[0] === undefined ? null : Number.parseInt(values[0], 10);
    const isWell = values.length < 2 && (values[0] === undefined || new RegExp(pattern).test(values[0]));
    if (!isWell || (value !== null && (value < range[0] || value > range[1])))
      return refuse('QUERY_INVALID', name, `one whole number from ${range[0]} to ${range[1]}${name === 'wait' ? ', and s' : ''}`);
    read[name] = value;
  }
  return { after: read['after'] ?? null, limit: read['limit'] ?? auditLimits.usual, wait: (read['wait'] ?? 0) * second };
}
