export { type Case, caseId, decodeCase, encodeCase } from './case.js';
