export { type ShrinkResult, shrinkPlan } from './shrink-plan.js';
