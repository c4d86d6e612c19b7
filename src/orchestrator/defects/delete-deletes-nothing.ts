import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'delete-deletes-nothing',
  number: 'A3',
  class: 'api',
  mechanism: 'A DELETE answers 204 and leaves the document.',
  origin: 'a class of the faults seeded by Zhang & Arcuri, TOSEM 2023, §4.5, and of Web Fuzzing Commons: a DELETE that does not work',
  invariants: ['I10', 'I6', 'I2'],
  replace: (rules) =>
    replaceIn(rules, 'state', {
      deleteSteps: { ...rules.state.deleteSteps, other: (rules.state.deleteSteps['other'] ?? []).filter((step) => step !== 'remove') },
    }),
};
