export type { Defect } from './defect.js';
export { cloudMoves, deploymentMoves, type Move, type Moves } from './moves.js';
export { correctRules, type Rules } from './rules.js';
export { type ContextStatus, correctStateRules, type StateRules, stepsOf } from './state-rules.js';
export { type DeleteStep, deleteSteps, type MoveStep, type MoveSteps, moveSteps } from './steps.js';
