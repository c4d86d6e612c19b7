import { type Defect, replaceIn } from '../rules/index.js';

export const defect: Defect = {
  name: 'foreign-project-open',
  number: 'A13',
  class: 'api',
  mechanism: 'A tenant may call in any project: its role is asked for, and not whose project it is.',
  origin: 'broken object level authorization: OWASP API1:2023',
  invariants: ['I7'],
  replace: (rules) =>
    replaceIn(rules, 'gateway', {
      mayCall: (grant, operation, project) =>
        rules.gateway.mayCall(project === null ? grant : { ...grant, projects: [project] }, operation, project),
    }),
};
