export { changedRules } from './changed-rules.js';
export type { Table } from './context-rules.js';
export type { Defect, DefectClass } from './defect.js';
export { cloudMoves, clusterMoves, deploymentMoves, type Move, type Moves } from './moves.js';
export { replaceIn, stepsIn, withMove, withSteps } from './replace-in.js';
export { correctRules, type Rules } from './rules.js';
export { type ContextStatus, correctStateRules, type StateRules, stepsOf } from './state-rules.js';
export { type CreateStep, type DeleteStep, deleteSteps, type MoveStep, type MoveSteps, moveSteps, type ReplaceStep } from './steps.js';
