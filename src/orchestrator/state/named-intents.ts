import { asObject } from '../../world/index.js';
import type { Key } from '../wire/command.js';
import { specOf, textField } from './field.js';
import type { State } from './state.js';
import { childDocuments } from './tables.js';

/** The names that a deployment intent group gives to `controller`, one for each of its group intents that does. */
export function namedIntents(state: State, group: Key, controller: string): readonly string[] {
  return childDocuments(state, group, 'group-intent').flatMap(({ body }) => {
    const name = textField(asObject(specOf(body)['intent']) ?? {}, controller);
    return name === null ? [] : [name];
  });
}
