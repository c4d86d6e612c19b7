export { reportHtml } from './html/report-html.js';
export { reportJson } from './json/report-json.js';
export { eventsNdjson } from './ndjson/events-ndjson.js';
export { sweepHtml } from './sweep/sweep-html.js';
export { forecastLine, journeyLine, sweepLines } from './sweep/sweep-lines.js';
export { sweepSentence } from './sweep/sweep-sentence.js';
export { inkOf } from './terminal/ink.js';
export { type Screen, terminal } from './terminal/terminal.js';
export { wantsColour } from './terminal/wants-colour.js';
