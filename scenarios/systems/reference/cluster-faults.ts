// Faults of what the orchestrator depends on: an edge cluster that refuses, holds, is overloaded, is answered for by a proxy, keeps silent to its watchers, or
// comes back as it was before. All but the last are policies that are set up in the cluster and lifted again. All are inside the envelope: the orchestrator
// must come back from each of them by itself, on any number of clusters.
import type { Break, Fault, FaultStep } from '../../../src/contract/index.js';
import { asObject, type Draw, type Json, type JsonObject, pick } from '../../../src/world/index.js';

const second = 1_000_000;
const everyMax = 8;
const resources = ['*', '*', '*', 'configmaps', 'deployments', 'services', 'namespaces'] as const;
const writes = ['create', 'update', 'delete', '*'] as const;
const anyVerb = ['get', 'list', 'watch', 'create', 'update', 'delete', '*', '*', '*'] as const;

interface Ruled {
  readonly name: string;
  readonly weight: number;
  /** The list of the policy that its rule is in. */
  readonly list: 'deny' | 'answer' | 'hold' | 'lose' | 'stall' | 'expire';
  readonly rule: (draw: Draw) => JsonObject;
}

const number = (value: Json | undefined): number => (typeof value === 'number' ? value : 1);

function ruled({ name, weight, list, rule }: Ruled): Fault {
  return {
    name,
    needs: [],
    weight,
    draw: (draw) => ({
      on: [{ role: 'cluster', pick: draw('cluster', 2) }],
      args: { [list]: [{ resource: pick(draw, 'resource', resources), ...rule(draw) }] },
      lasts: second / 2 + draw('lasts', 3 * second),
    }),
    weaken: (broken) => [rarer, narrower, shorter].flatMap((milder) => milder(broken)),
    inject: (broken, on) => on.map((to) => operation('cluster.refuse', to, { name: broken.id, rules: broken.args })),
    heal: (broken, on) => on.map((to) => operation('cluster.allow', to, { name: broken.id })),
  };
}

function operation(op: string, to: string, args: Json): FaultStep {
  return { do: 'operation', op, to, args, bites: false };
}

function shorter(broken: Break): readonly Break[] {
  return broken.lasts < 4 ? [] : [{ ...broken, lasts: Math.floor(broken.lasts / 4) }];
}

/** For half as many requests. */
function rarer(broken: Break): readonly Break[] {
  return changed(broken, (rule) => (number(rule['every']) >= everyMax ? null : { ...rule, every: 2 * number(rule['every']) }));
}

/** For one kind of objects. */
function narrower(broken: Break): readonly Break[] {
  return changed(broken, (rule) => (rule['resource'] === '*' ? { ...rule, resource: 'configmaps' } : null));
}

function changed(broken: Break, change: (rule: JsonObject) => JsonObject | null): readonly Break[] {
  const [entry] = Object.entries(asObject(broken.args) ?? {});
  const rules = (entry?.[1] ?? []) as readonly JsonObject[];
  const milder = rules.flatMap((rule) => change(rule) ?? []);
  return entry === undefined || milder.length === 0 ? [] : [{ ...broken, args: { [entry[0]]: milder } }];
}

const everyOf = (draw: Draw): JsonObject => ({ every: pick(draw, 'every', [1, 1, 2, 3]) });

/** A webhook that denies or does not answer, or a quota that is used up. */
const clusterDenies = ruled({
  name: 'cluster-denies',
  weight: 2,
  list: 'deny',
  rule: (draw) => {
    const as = pick(draw, 'as', ['quota', 'webhook', 'webhook-away'] as const);
    return { as, verb: as === 'quota' ? 'create' : pick(draw, 'verb', writes), ...everyOf(draw) };
  },
});

/** What is deleted stays, going, until its finalizer is taken off. */
const clusterHolds = ruled({ name: 'cluster-holds', weight: 2, list: 'hold', rule: everyOf });

/** 429, 500 or 503, whether the request was carried out or not. */
const clusterOverloaded = ruled({
  name: 'cluster-overloaded',
  weight: 2,
  list: 'answer',
  rule: (draw) => ({
    how: pick(draw, 'how', ['too-many-requests', 'internal-error', 'unavailable']),
    verb: pick(draw, 'verb', anyVerb),
    served: draw('served', 3) === 0,
    ...everyOf(draw),
  }),
});

/** Something in front of the cluster answers in its place, or spoils what it answers. */
const clusterGarbles = ruled({
  name: 'cluster-garbles',
  weight: 3,
  list: 'answer',
  rule: (draw) => ({
    how: pick(draw, 'how', ['html', 'text', 'failure', 'bad-gateway', 'truncated']),
    verb: pick(draw, 'verb', anyVerb),
    served: draw('served', 3) === 0,
    ...everyOf(draw),
  }),
});

/** An event is never told on a watch that is open. */
const clusterLosesEvents = ruled({ name: 'cluster-loses-events', weight: 3, list: 'lose', rule: everyOf });
/** A watch stands still and is not ended. */
const clusterStallsWatches = ruled({ name: 'cluster-stalls-watches', weight: 2, list: 'stall', rule: everyOf });
/** Watches end with 410, new ones too. */
const clusterExpiresWatches = ruled({ name: 'cluster-expires-watches', weight: 2, list: 'expire', rule: everyOf });

function returning(name: string, weight: number, empty: boolean, lastsMax: number): Fault {
  return {
    name,
    needs: [],
    weight,
    rewinds: true,
    draw: (draw) => ({
      on: [{ role: 'cluster', pick: draw('cluster', 2) }],
      args: { empty },
      lasts: second / 10 + draw('lasts', lastsMax),
    }),
    weaken: (broken) => [...older(broken), ...shorter(broken)],
    inject: (broken, on) => on.map((to) => operation('cluster.back-up', to, { name: broken.id, ...asObject(broken.args) })),
    heal: (broken, on) => on.map((to) => operation('cluster.restore', to, { name: broken.id })),
  };
}

/** Less is lost than everything. */
function older(broken: Break): readonly Break[] {
  return asObject(broken.args)?.['empty'] === true ? [{ ...broken, args: { empty: false } }] : [];
}

/** The cluster comes back as it was a while ago: versions, objects that were deleted since, without those that were made. */
const clusterGoesBack = returning('cluster-goes-back', 3, false, 4 * second);
/** At its address is a new cluster, with nothing in it. */
const clusterComesEmpty = returning('cluster-comes-empty', 2, true, second);

export const clusterFaults: readonly Fault[] = [
  clusterDenies,
  clusterHolds,
  clusterOverloaded,
  clusterGarbles,
  clusterLosesEvents,
  clusterStallsWatches,
  clusterExpiresWatches,
  clusterGoesBack,
  clusterComesEmpty,
];
