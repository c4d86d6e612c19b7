import { type KindSpec, kinds } from '../../../spec/emco/index.js';
import type { Key } from '../wire/command.js';

/** What the key of a kind looks like. */
export interface Shape {
  readonly spec: KindSpec;
  readonly slashes: number;
  /** Slashes in the key of the parent; 0 for roots, whose parent is the empty key. */
  readonly parentSlashes: number;
}

function slashesOf(path: string): number {
  let slashes = 0;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) slashes++;
  return slashes;
}

const shapes: ReadonlyMap<string, Shape> = new Map(
  kinds.map((spec) => {
    const parent = kinds.find((each) => each.name === spec.parent);
    return [spec.name, { spec, slashes: slashesOf(spec.path), parentSlashes: parent === undefined ? 0 : slashesOf(parent.path) }];
  }),
);

/** The shape of a kind, or null when there is no such kind or `key` cannot be one of its keys. */
export function shapeOf(kind: string, key: Key): Shape | null {
  const shape = shapes.get(kind);
  return shape !== undefined && key.startsWith('/') && slashesOf(key) === shape.slashes ? shape : null;
}

/** Whether there is such a kind. */
export function isKind(kind: string): boolean {
  return shapes.has(kind);
}

/** The part of `key` up to, and without, slash number `slashes` (from 0). */
export function cutKey(key: Key, slashes: number): Key {
  let at = 0;
  for (let n = 0; n < slashes; n++) {
    at = key.indexOf('/', at + 1);
    if (at < 0) return key;
  }
  return key.slice(0, at);
}

/** The last segment. */
export function nameOf(key: Key): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** The key of the enclosing resource of `ancestor`'s kind. */
export function enclosing(key: Key, ancestor: 'project' | 'composite-app' | 'deployment-intent-group' | 'cluster-provider'): Key {
  return cutKey(key, shapes.get(ancestor)?.slashes ?? 0);
}
