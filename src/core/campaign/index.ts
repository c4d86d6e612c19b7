export { type CampaignOptions, type CampaignResult, fails, planOf, runCampaign, runSeed, violationsOf } from './campaign.js';
export { judgeOne, type RunOptions, type RunResult, runPlan } from './run-plan.js';
