import type { Event, Fact, Layer, Violation } from '../../src/contract/index.js';
import type { Micros } from '../../src/world/index.js';

/** What one layer showed of a violation's subjects when it was last looked at. */
export interface LastLook {
  readonly at: Micros;
  readonly words: string;
}

type Look = Event & { readonly is: 'facts' };

const layers: readonly Layer[] = ['intent', 'work', 'actual'];
const factsMax = 4;

/**
 * The last look at each layer up to the moment of the violation, as far as its evidence does not hold one of that layer already: evidence such as "at rest"
 * says when, and this says what was there. Empty where no layer was looked at.
 */
export function lastLooks({ events: evidence, subjects }: Violation, events: readonly Event[]): readonly LastLook[] {
  const until = evidence.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...evidence);
  const looks = events.filter((event): event is Look => event.is === 'facts' && event.seq <= until);
  const told = new Set(looks.filter((look) => evidence.includes(look.seq)).map((look) => look.layer));
  return layers.flatMap((layer) => {
    const look = looks.findLast((each) => each.layer === layer);
    return look === undefined || told.has(layer) ? [] : [{ at: look.at, words: `${layer} showed ${shown(look, subjects)}` }];
  });
}

function shown({ facts, complete }: Look, subjects: readonly string[]): string {
  const wanted = new Set(subjects);
  const own = facts.filter((fact) => wanted.has(fact.key));
  const below = facts.filter((fact) => !wanted.has(fact.key) && fact.owner !== null && wanted.has(fact.owner));
  const found = [...own, ...below];
  if (found.length === 0) return complete ? 'nothing of it' : 'nothing of it, incompletely';
  const more = found.length > factsMax ? `, and ${found.length - factsMax} more` : '';
  return `${found.slice(0, factsMax).map(factWords).join(', ')}${more}`;
}

function factWords({ key, state, owner }: Fact): string {
  return `${key} ${state}${owner === null ? '' : ` of ${owner}`}`;
}
