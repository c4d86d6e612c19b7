export { mutant, mutantMark, mutantNames } from './every-mutant.js';
