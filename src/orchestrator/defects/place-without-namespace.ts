import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'place-without-namespace',
  number: 'D44',
  class: 'order',
  mechanism: 'Objects are told apart by kind and name, not by namespace and group: what another has elsewhere is in the way.',
  origin: 'emco-base 22.09, appcontext: the id of a resource is name+Kind',
  invariants: ['I4', 'I7', 'I12'],
  replace: (rules) =>
    replaceIn(rules, 'state', {
      placeOf: (server, resource) => [server, resource.split('/').at(-3), resource.split('/').at(-1)].join(' '),
    }),
};
