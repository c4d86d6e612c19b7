export { mutant, mutantFamilies, mutantMark, mutantNames } from './every-mutant.js';
