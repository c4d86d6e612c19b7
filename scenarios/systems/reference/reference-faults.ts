// Faults that only this system has: a cluster that refuses a verb by admission policy, objects changed behind the system's back, and a cluster that is away.
import type { Break, Fault, FaultStep } from '../../../src/contract/index.js';
import { asObject, type Draw, type Json, type NodeId, pick } from '../../../src/world/index.js';

const second = 1_000_000;

function shorter(broken: Break): readonly Break[] {
  return [{ ...broken, lasts: Math.floor(broken.lasts / 4) }];
}

function eachOn(on: readonly NodeId[], op: string, args: (node: NodeId) => Json, bites: boolean): readonly FaultStep[] {
  return on.map((node) => ({ do: 'operation', op, to: node, args: args(node), bites }));
}

/** Every create, update or delete of a kind is forbidden for a while, as a webhook or a quota does it. */
export const clusterRefuses: Fault = {
  name: 'cluster-refuses',
  needs: [],
  weight: 4,
  draw: (draw) => ({
    on: [{ role: 'cluster', pick: draw('cluster', 2) }],
    args: {
      deny: [
        {
          verb: pick(draw, 'verb', ['create', 'update', 'delete', 'delete', '*']),
          resource: pick(draw, 'resource', ['*', '*', 'configmaps', 'deployments', 'namespaces']),
        },
      ],
    },
    lasts: 500_000 + draw('lasts', 3 * second),
  }),
  weaken: shorter,
  inject: (broken, on) => eachOn(on, 'cluster.refuse', () => ({ name: broken.id, deny: asObject(broken.args)?.['deny'] ?? [] }), false),
  heal: (broken, on) => eachOn(on, 'cluster.allow', () => ({ name: broken.id }), false),
};

const places = [
  { plural: 'configmaps', namespace: 'ns', name: 'web-config' },
  { plural: 'deployments', namespace: 'ns', name: 'web' },
  { plural: 'services', namespace: 'ns', name: 'web' },
] as const;

function drift(name: string, op: string, among: readonly Json[]): Fault {
  return {
    name,
    needs: [],
    weight: 1,
    draw: (draw: Draw) => ({ on: [{ role: 'cluster', pick: draw('cluster', 2) }], args: pick(draw, 'object', among), lasts: 20_000 }),
    weaken: () => [],
    inject: (broken, on) => eachOn(on, op, () => broken.args, true),
    heal: () => [],
  };
}

/** Somebody deletes, or edits, an object in a cluster by hand. */
export const driftDelete: Fault = drift('drift-delete', 'cluster.drift-delete', places);
export const driftEdit: Fault = drift('drift-edit', 'cluster.drift-edit', places.slice(0, 1));
