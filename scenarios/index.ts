export { scenarios } from './all-scenarios.js';
