import type { NodeId } from '../../world/index.js';
import type { DiskNews } from '../../world/node/index.js';

/** What faults of disks have touched. The first is told at once, the others when the fault is taken off. */
export class DiskHits {
  readonly #tell: (name: string, count: number) => void;
  /** By fault that has touched something: what is not told yet. */
  readonly #pending = new Map<string, number>();
  /** Faults that a power cut of the node would make come true. */
  readonly #owing = new Map<NodeId, Set<string>>();

  constructor(tell: (name: string, count: number) => void) {
    this.#tell = tell;
  }

  heard(node: NodeId, name: string, news: DiskNews): void {
    const owing = this.#owing.get(node) ?? new Set<string>();
    this.#owing.set(node, owing);
    if (news === 'touched') this.#touch(name);
    else if (news === 'owes') owing.add(name);
    else owing.delete(name);
  }

  down(node: NodeId, isPowerCut: boolean): void {
    if (isPowerCut) for (const name of this.#owing.get(node) ?? []) this.#touch(name);
    this.#owing.delete(node);
  }

  off(name: string): void {
    const count = this.#pending.get(name) ?? 0;
    this.#pending.delete(name);
    if (count > 0) this.#tell(name, count);
  }

  allOff(): void {
    for (const name of [...this.#pending.keys()]) this.off(name);
  }

  #touch(name: string): void {
    const pending = this.#pending.get(name);
    this.#pending.set(name, pending === undefined ? 0 : pending + 1);
    if (pending === undefined) this.#tell(name, 1);
  }
}
