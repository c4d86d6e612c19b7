export { byLabel, counter, gauge, type Metric, type Sample, tally } from './metric.js';
export { metricsText } from './metrics-text.js';
export { replyHealth, replyNothingHere, serveVitals, type Unready, type Vitals } from './serve-vitals.js';
