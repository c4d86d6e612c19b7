// For tests: the same story told with the correct rules and with a defect, and what an auditor reads at its end.
import { asObject, type Json, type JsonObject } from '../../world/index.js';
import { correctRules, type Defect } from '../rules/index.js';
import { ask } from './ask.js';
import { achieve, drop, move, short, story, type Story } from './story.js';
import { cloud, group, setUp, setUpCloud } from './world.js';

export function both<T>(defect: Defect, tell: (told: Story) => T): readonly [correct: T, defective: T] {
  return [tell(story(correctRules.state)), tell(story(defect.replace(correctRules).state))];
}

export function entries(told: Story, table: 'documents' | 'contexts' | 'servers'): readonly JsonObject[] {
  return (asObject(ask(told.state, { ask: 'inventory' }, told.rules).body)?.[table] ?? []) as readonly JsonObject[];
}

/** The entry of a document; undefined when it is not there. */
export function entry(told: Story, key: string): JsonObject | undefined {
  return entries(told, 'documents').find((each) => each['key'] === key);
}

/** The `spec` of a document's body. */
export function specAt(told: Story, key: string): Json {
  return asObject(entry(told, key)?.['body'] ?? null)?.['spec'] ?? null;
}

/** Contexts that no document names. */
export function unrecorded(told: Story): number {
  const named = new Set(entries(told, 'documents').map((document) => document['contextId']));
  return entries(told, 'contexts').filter((context) => !named.has(context['id'] ?? null)).length;
}

/** Keys of documents whose parent, or one of whose references, is not there. */
export function dangling(told: Story): readonly string[] {
  const documents = entries(told, 'documents');
  const keys = new Set(documents.map((each) => String(each['key'])));
  const parentOf = (each: JsonObject): string =>
    String(each['key'])
      .split('/')
      .slice(0, each['kind'] === 'composite-app' ? -3 : -2)
      .join('/');
  const isOutside = (each: JsonObject): boolean => parentOf(each) !== '' && !keys.has(parentOf(each));
  const names = (each: JsonObject): readonly string[] => (each['refs'] ?? []) as readonly string[];
  return documents.filter((each) => isOutside(each) || names(each).some((ref) => !keys.has(ref))).map((each) => String(each['key']));
}

export function cloudUp(told: Story): void {
  setUpCloud(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
}

export function cloudDown(told: Story): void {
  move(told, 'logical-cloud', cloud, 'terminate');
  achieve(told);
}

/** An approved group, and its cloud up. */
export function approved(told: Story): void {
  setUp(told);
  move(told, 'logical-cloud', cloud, 'instantiate');
  achieve(told);
}

/** A group that runs. */
export function running(told: Story): void {
  approved(told);
  moves(told, 'instantiate');
  achieve(told);
}

/** Life-cycle calls on the group, one after the other; the answers in short. */
export function moves(told: Story, ...verbs: readonly Parameters<typeof move>[3][]): readonly string[] {
  return verbs.map((verb) => short(move(told, 'deployment-intent-group', group, verb)));
}

/** The state and the context status of the group. */
export function stateOf(told: Story): string {
  const document = entry(told, group);
  const context = entries(told, 'contexts').find((each) => each['id'] === document?.['contextId']);
  return `${String(document?.['state'])} ${String(context?.['status'] ?? 'None')}`;
}

export function dropped(told: Story, kind: string, key: string): string {
  return short(drop(told, kind, key));
}
