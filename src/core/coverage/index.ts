export { hollowReasons } from './hollow.js';
export { ledgerOf, mergeTallies, type RunTally } from './ledger.js';
