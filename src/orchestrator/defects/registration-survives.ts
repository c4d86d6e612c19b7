import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'registration-survives',
  number: 'D46',
  class: 'order',
  mechanism: 'The registration of a server survives the cluster that brought it: the next cluster with it is refused.',
  origin: 'emco-base 22.09, clm: the document goes first, what belongs to it by best effort',
  invariants: ['I6', 'I3', 'I7', 'I13'],
  replace: (rules) =>
    replaceIn(rules, 'state', {
      deleteSteps: {
        ...rules.state.deleteSteps,
        cluster: (rules.state.deleteSteps['cluster'] ?? []).filter((step) => step !== 'unregister'),
      },
    }),
};
