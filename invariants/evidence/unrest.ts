import type { Violation } from '../../src/contract/index.js';
import type { Entry } from './blame.js';

const order: readonly string[] = ['work', 'actual', 'intent'];

/** `layer key is State (motion)` as the conductor lists what still moves. */
const moving = /^(intent|work|actual) (\S+) is (.*) \((moving|blocked)\)$/;

/**
 * Why the system did not come to rest, as one violation: named after the state that moves, of the layer where work is done first. The same whoever judges
 * it, so that one bug is found once.
 */
export function unrestOf(claim: string, event: Entry<'rest'>): Violation {
  const parts = event.why.flatMap((line) => {
    const [, layer = '', key = '', state = '', motion = ''] = moving.exec(line) ?? [];
    return layer === '' ? [] : [{ layer, key, what: `${layer}/${state}${motion === 'blocked' ? '-blocked' : ''}` }];
  });
  const [first] = parts.toSorted((a, b) => order.indexOf(a.layer) - order.indexOf(b.layer) || (a.what < b.what ? -1 : 1));
  const what = first?.what ?? (event.why.length > 0 ? 'unseen' : 'changing');
  const subjects = parts.filter((part) => part.what === what).map(({ key }) => key);
  return { claim, signature: `never-at-rest/${what}`, subjects, events: [event.seq] };
}
