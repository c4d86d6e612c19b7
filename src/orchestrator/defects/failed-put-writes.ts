import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'failed-put-writes',
  number: 'A6',
  class: 'api',
  mechanism: 'A PUT is checked after it was written: one that is refused has changed the document.',
  origin:
    'a class of the faults seeded by Zhang & Arcuri, TOSEM 2023, §4.5, and of Web Fuzzing Commons: side effect of a failed modification',
  invariants: ['I13', 'I2', 'I1', 'I8'],
  replace: (rules) =>
    replaceIn(rules, 'state', { replaceSteps: ['write', ...rules.state.replaceSteps.filter((step) => step !== 'write')] }),
};
