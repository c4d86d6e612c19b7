export { acknowledgedWritesStay } from './recoverability/acknowledged-writes-stay.js';
