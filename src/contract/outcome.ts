/** What became of an operation: it happened, it did not and will not, nobody knows. */
export type Outcome = 'ok' | 'fail' | 'info';

/** The phases of a run, in order; `probe` may come between others in the simulator. */
export type Phase = 'disturb' | 'heal' | 'rest' | 'janitor' | 'canary' | 'probe';

/** Where a run takes place. */
export type World = 'sim' | 'real';
