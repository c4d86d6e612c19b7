// Faults of HTTP on stream links, as intermediaries make them: an answer that is lost, a request that is delivered twice, late, or answered by a gateway.
import type { AimBounds, Break, Fault, LinkFault, Place } from '../../src/contract/index.js';
import { type Draw, type Json, type Micros, pick } from '../../src/world/index.js';
import { type LinkAim, linkFault, type LinkFaultOptions, shorter } from './link-fault.js';

const second = 1_000_000;
const lastsMax: Micros = 2 * second;
/** A caller has given up by then, and may have tried again and gone on. */
const longerThanPatience: Micros = 100_000;
const downstream = (): readonly ['downstream'] => ['downstream'];
const upstream = (): readonly ['upstream'] => ['upstream'];

type Kind<Name extends LinkFault['kind']> = LinkFault & { readonly kind: Name };
type Strength<Name extends LinkFault['kind']> = Omit<Kind<Name>, 'kind'>;

/** It is served, and its caller never hears of it. */
export const lostAnswer: Fault = httpFault<'drop-response'>('lost-answer', 'drop-response', {
  weight: 2,
  strength: (draw) => ({ how: pick(draw, 'how', ['reset', 'close', 'hang'] as const) }),
  streams: downstream,
  aim: ({ passing }, { stay }) =>
    passing === 'call'
      ? [{ how: 'it is done and its answer lost, and what is asked for a while after', lasts: stay, strength: { how: 'reset' } }]
      : [],
  gentler: ({ how }) => (how === 'reset' ? [] : [{ how: 'reset' }]),
});

/**
 * An intermediary delivers again what it may: a request that says by one of the fields `keys` that it can be told from another one like it. RFC 9110, 9.2.2 forbids
 * to repeat any other that is not idempotent; and one that is by its method (a PUT, a DELETE) undoes what somebody else did since, when it comes again later: what
 * nobody promised to withstand is no fault.
 */
export function duplicateRequest(keys: readonly string[]): Fault {
  return httpFault<'http-duplicate'>('duplicate-request', 'http-duplicate', {
    weight: 2,
    strength: (draw) => ({
      gap: 1_000 + draw('gap', pick(draw, 'scale', [10_000, 300_000, lastsMax])),
      answer: pick(draw, 'answer', ['first', 'last'] as const),
      keys,
    }),
    streams: upstream,
    aim: ({ fields = [] }, { stay }) =>
      keys.some((name) => fields.includes(name))
        ? [{ how: 'it comes twice', lasts: 1, strength: { gap: stay, answer: 'first', keys } }]
        : [],
    gentler: ({ gap, answer }) => [
      ...(answer === 'last' ? [{ gap, answer: 'first' as const, keys }] : []),
      ...(gap >= 20_000 ? [{ gap: Math.floor(gap / 10), answer, keys }] : []),
    ],
  });
}

/** What gateways say when they cannot, or will not, or do not know. `after`: the server has done it. */
const said = [
  { status: 503, retryAfter: 1, when: 'instead' },
  { status: 429, retryAfter: 1, when: 'instead' },
  { status: 502, retryAfter: 0, when: 'after' },
  { status: 504, retryAfter: 0, when: 'after' },
] as const;

/** A gateway on the way answers: it is busy, or did not hear in time what came of it. */
export const gatewayError: Fault = httpFault<'http-status'>('gateway-error', 'http-status', {
  weight: 1,
  strength: (draw) => pick(draw, 'said', said),
  streams: downstream,
  aim: ({ passing }) => (passing === 'call' ? [{ how: 'a gateway answers 503', lasts: 1, strength: said[0] }] : []),
  gentler: ({ when }) => (when === 'after' ? [said[0]] : []),
});

/** A single request that comes when its caller has long tried again. A message cannot, except in the simulator (`late`). */
export const lateRequest: Fault = linkFault({
  name: 'late-request',
  needs: ['link:http-late'],
  weight: 1,
  links: 'stream',
  strength: (draw) => longerThanPatience + draw('delay', lastsMax),
  effect: (strength) => ({ kind: 'late', delay: Number(strength) }),
  streams: upstream,
  bothWays: false,
  lastsMax,
});

interface HttpFaultOptions<Name extends LinkFault['kind']> {
  readonly weight: number;
  readonly strength: (draw: Draw) => Strength<Name>;
  readonly streams: LinkFaultOptions['streams'];
  readonly aim: (place: Place, bounds: AimBounds) => readonly (Pick<LinkAim, 'how' | 'lasts'> & { readonly strength: Strength<Name> })[];
  /** Milder strengths, mildest first. */
  readonly gentler: (strength: Strength<Name>) => readonly Strength<Name>[];
}

function httpFault<Name extends LinkFault['kind']>(name: string, kind: Name, options: HttpFaultOptions<Name>): Fault {
  const { weight, strength, streams, aim, gentler } = options;
  const fault = linkFault({
    name,
    needs: [`link:${kind}`],
    weight,
    links: 'stream',
    strength: (draw) => strength(draw) as unknown as Json,
    effect: (drawn) => ({ kind, ...(drawn as object) }) as unknown as LinkFault,
    streams,
    bothWays: false,
    lastsMax,
    aim: (place, bounds) => aim(place, bounds).map((each) => ({ ...each, stream: 'upstream', strength: each.strength as unknown as Json })),
  });
  return { ...fault, weaken: (broken) => [...shorter(broken), ...gentlerOf(broken, gentler)] };
}

function gentlerOf<Of>(broken: Break, gentler: (strength: Of) => readonly Of[]): readonly Break[] {
  const args = broken.args as { readonly strength: Json };
  return gentler(args.strength as unknown as Of).map((strength) => ({
    ...broken,
    args: { ...args, strength: strength as unknown as Json },
  }));
}
