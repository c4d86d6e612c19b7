export { type Given, scenarios, scenariosWith } from './all-scenarios.js';
