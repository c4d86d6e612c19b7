/** One parameter of the audit: a whole number in `range`. */
export interface AuditParameter {
  readonly name: string;
  /** What it does, in a sentence. */
  readonly means: string;
  readonly pattern: string;
  readonly range: readonly [number, number];
}

/** Records of one answer: `usual` where nothing is said. */
export const auditLimits = { usual: 100, most: 500, waitSeconds: 30 } as const;

/** What the audit can be asked for. */
export const auditParameters: readonly AuditParameter[] = [
  {
    name: 'after',
    means: 'Leaves the records up to and with this number; absent: from the oldest that is kept.',
    pattern: '^[0-9]{1,16}$',
    range: [0, Number.MAX_SAFE_INTEGER],
  },
  { name: 'limit', means: 'So many records at most.', pattern: '^[0-9]{1,4}$', range: [1, auditLimits.most] },
  {
    name: 'wait',
    means: 'Waits for a first record, in seconds such as `5s`; without one in that time the answer is empty.',
    pattern: '^[0-9]{1,2}s?$',
    range: [0, auditLimits.waitSeconds],
  },
];
