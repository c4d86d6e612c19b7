export { everyDefect } from './every-defect.js';
export { reasonOfMutant, reasonsOfDefects } from './not-found.js';
export { readResults } from './read-results.js';
export type { ResultRow, Results } from './results.js';
export { declares } from './score-row.js';
