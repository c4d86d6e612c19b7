export { crewOfThreads } from './crew-of-threads.js';
