export { crewOfThreads } from './crew-of-threads.js';
export { sweepThreads } from './sweep-threads.js';
