import { attribute, drop, hold, oneChunk } from './toxic-kind.js';
import type { Affect, Attributes, Item, Loss, Step, ToxicKind } from './toxic-kind.js';

/**
 * Nothing passes, in either direction, whatever its stream: with `lossy` 0 everything is held, ends included, and flows on when it is removed;
 * with `lossy` 1 data is lost, and the connections that lost some are closed when it is removed. New connections are accepted, and held too.
 */
export const partition: ToxicKind = {
  type: 'partition',
  goName: 'PartitionToxic',
  attributes: ['lossy'],
  choices: { lossy: ['hold', 'lose'] },
  reach: ['upstream', 'downstream'],
  holdsThroughUpdate: true,
  ...oneChunk,
  affect: (attributes) => new Wall(attributes),
};

class Wall implements Affect {
  readonly #attributes: Attributes;
  #hasLost = false;

  constructor(attributes: Attributes) {
    this.#attributes = attributes;
  }

  decide(item: Item): Step {
    if (item === 'idle' || item === 'end' || attribute(this.#attributes, 'lossy') === 0) return hold;
    this.#hasLost = true;
    return drop;
  }

  removed(): Loss {
    return this.#hasLost ? 'close' : 'nothing';
  }
}
