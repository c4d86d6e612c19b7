export { reportHtml } from './html/report-html.js';
export { reportJson } from './json/report-json.js';
export { eventsNdjson } from './ndjson/events-ndjson.js';
export { type Screen, terminal } from './terminal/terminal.js';
export { wantsColour } from './terminal/wants-colour.js';
