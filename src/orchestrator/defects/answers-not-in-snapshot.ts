import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'answers-not-in-snapshot',
  number: 'R8',
  class: 'consensus',
  mechanism: 'Snapshots leave out the answers to keys: after one, a repeated call is carried out again.',
  origin: 'idempotency key lost on a change of leader',
  invariants: ['I5', 'I8'],
  replace: (rules) => replaceIn(rules, 'state', { inSnapshot: rules.state.inSnapshot.filter((table) => table !== 'answers') }),
};
