import { type Defect, withSteps } from '../rules/index.js';

const kind = 'logical-cloud';

export const defect: Defect = {
  name: 'namespace-shared',
  number: 'D45',
  class: 'order',
  mechanism: 'A second logical cloud with the same namespace on the same cluster is made like any other.',
  origin: 'emco-base 22.09, dcm: "already exists" is swallowed',
  invariants: ['I2', 'I3', 'I7'],
  replace: (rules) =>
    withSteps(
      rules,
      kind,
      Object.fromEntries(
        Object.entries(rules.state.moveSteps[kind] ?? {}).map(([list, steps]) => [
          list,
          steps.filter((step) => step !== 'namespace-free' && step !== 'objects-free'),
        ]),
      ),
    ),
};
