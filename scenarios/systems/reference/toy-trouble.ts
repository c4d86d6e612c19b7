// For tests: one break of each kind of cluster fault that is sure to bite, with what makes it bite: an object that somebody takes away meanwhile.
import type { Break, Event, Plan } from '../../../src/contract/index.js';
import type { JsonObject, Micros } from '../../../src/world/index.js';

const millisecond = 1_000;

export const troubles: Readonly<Record<string, JsonObject>> = {
  'cluster-denies': { deny: [{ resource: '*', verb: 'create', as: 'quota', every: 1 }] },
  'cluster-holds': { hold: [{ resource: 'configmaps', every: 1 }] },
  'cluster-overloaded': { answer: [{ resource: '*', verb: '*', how: 'too-many-requests', served: false, every: 2 }] },
  'cluster-garbles': { answer: [{ resource: '*', verb: '*', how: 'html', served: true, every: 2 }] },
  'cluster-loses-events': { lose: [{ resource: 'configmaps', every: 1 }] },
  'cluster-stalls-watches': { stall: [{ resource: '*', every: 1 }] },
  'cluster-expires-watches': { expire: [{ resource: '*', every: 1 }] },
  'cluster-goes-back': { empty: false },
  'cluster-comes-empty': { empty: true },
};

/** The breaks of one kind from `at` on: the fault for 1.2 s, and within it a configuration that goes missing. */
export function troubleAt(fault: string, cluster: number, at: Micros): readonly Break[] {
  const on = [{ role: 'cluster', pick: cluster }];
  const lost = { plural: 'configmaps', namespace: 'ns', name: 'web-config' };
  return [
    {
      is: 'break',
      id: fault,
      fault,
      on,
      args: troubles[fault] ?? {},
      lasts: 1_200 * millisecond,
      from: { step: 's1', phase: 'done', plus: at },
    },
    {
      is: 'break',
      id: `${fault}-drift`,
      fault: 'drift-delete',
      on,
      args: lost,
      lasts: 1,
      from: { step: 's1', phase: 'done', plus: at + 400 * millisecond },
    },
  ];
}

/** A deployment that runs, and calls that keep the lanes going for as long as the breaks last. */
export function troubledPlan(breaks: readonly Break[]): Plan {
  const call = {
    is: 'call',
    id: 's1',
    lane: 'lane1',
    op: 'project.get',
    args: { key: '/projects/p' },
    makes: null,
    after: null,
    attempts: 1,
    timeout: 4_000_000,
    rest: false,
  } as const;
  return { schema: 1, scenario: 'reference', system: 'reference', seed: 'trouble', knobs: { setUp: 'running' }, steps: [call, ...breaks] };
}

/** The phases of a break, each once, in the order in which they came. */
export function phasesOf(events: readonly Event[], step: string): readonly string[] {
  const phases = events.flatMap((event) => (event.is === 'fault' && event.step === step ? [event.phase] : []));
  return phases.filter((phase, index) => phases.indexOf(phase) === index);
}
