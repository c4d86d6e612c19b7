export { type ShrinkOptions, type ShrinkResult, shrinkPlan } from './shrink-plan.js';
