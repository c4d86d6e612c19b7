export { reportJson } from './json/report-json.js';
export { type Screen, terminal } from './terminal/terminal.js';
