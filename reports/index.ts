export { eventsNdjson } from './ndjson/events-ndjson.js';
export { reportJson } from './json/report-json.js';
export { type Screen, terminal } from './terminal/terminal.js';
export { wantsColour } from './terminal/wants-colour.js';
