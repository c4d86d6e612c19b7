export { type Begun, begin } from './begin.js';
export { type CampaignOptions, type CampaignResult, runCampaign } from './campaign.js';
export { type Crew, type CrewOptions } from './crew.js';
export { drive } from './drive.js';
export { planOf } from './plan-of-run.js';
export { judgeRun, type RunOptions, type RunResult, runPlan } from './run-plan.js';
export { fails, violationsOf } from './violations.js';
