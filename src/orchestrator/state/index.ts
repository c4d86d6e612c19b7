export { admit, type Applied, applyEntry, type Entry, openSagas } from './apply-entry.js';
export { ask } from './ask.js';
export { digestState } from './digest.js';
export { snapshotOf, stateOf } from './snapshot.js';
export { cloneState, emptyState, type State } from './state.js';
