// What a gateway tells its callers: each status told as another, each courtesy left out.
import { replaceIn, type Rules } from '../rules/index.js';
import { type Mutant, mutantOf } from './mutant.js';

function made(name: string, mechanism: string, change: (rules: Rules['gateway']) => Partial<Rules['gateway']>): Mutant {
  return mutantOf(`gateway-${name}`, mechanism, (rules) => replaceIn(rules, 'gateway', change(rules.gateway)));
}

const told: readonly (readonly [from: number, to: number])[] = [
  [404, 500],
  [409, 500],
  [412, 500],
  [422, 500],
  [404, 409],
  [409, 404],
  [412, 409],
  [422, 400],
];

export function gatewayMutants(): readonly Mutant[] {
  return [
    ...told.map(([from, to]) =>
      made(`${from}-as-${to}`, `What a manager refuses with ${from} is told as ${to}.`, (gateway) => ({
        statusFor: (status) => (status === from ? to : gateway.statusFor(status)),
      })),
    ),
    made('authority-everyone', 'Everyone may call everything.', () => ({ mayCall: () => true })),
    made('authority-nobody', 'Nobody may call anything.', () => ({ mayCall: () => false })),
    made('authority-any-project', 'A tenant may call in every project.', (gateway) => ({
      mayCall: (grant, operation, project) =>
        gateway.mayCall(project === null ? grant : { ...grant, projects: [project] }, operation, project),
    })),
    ...(['operator', 'tenant', 'reader'] as const).map((role) =>
      made(`authority-${role}-as-admin`, `What an admin may, a ${role} may.`, (gateway) => ({
        mayCall: (grant, operation, project) => grant.role === role || gateway.mayCall(grant, operation, project),
      })),
    ),
    made('location-without-base', 'The Location lacks the base of the API.', () => ({ locationOf: (key) => key })),
    made('location-of-collection', 'The Location is that of the collection.', (gateway) => ({
      locationOf: (key) => gateway.locationOf(key).replace(/\/[^/]*$/, ''),
    })),
    made('allow-first-left-out', 'Allow lacks its first method.', () => ({ allowed: (methods) => methods.slice(1) })),
    made('allow-nothing', 'Allow is empty.', () => ({ allowed: () => [] })),
    made('body-unchecked', 'A body that breaks a rule goes on.', () => ({ minds: false })),
    made('repeats-unkeyed', 'A write is repeated without a key.', () => ({ keyFor: () => null })),
  ];
}
