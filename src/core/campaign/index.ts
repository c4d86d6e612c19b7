export { type CampaignOptions, type CampaignResult, runCampaign } from './campaign.js';
export { type Crew, type CrewOptions } from './crew.js';
export { planOf } from './plan-of-run.js';
export { type RunOptions, type RunResult, runPlan } from './run-plan.js';
export { fails, violationsOf } from './violations.js';
