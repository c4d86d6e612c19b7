export { scenarios, scenariosWith } from './all-scenarios.js';
