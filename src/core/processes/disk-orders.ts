import { type DiskFault, isRot } from '../../world/index.js';
import { type Report, rotFolder } from '../../world/node/index.js';

/** The faults that the disk of a node should have, over its lives. */
export class DiskOrders {
  readonly #faults = new Map<string, DiskFault>();

  /** By name null: all of them. One that is on stays as it is. */
  set(name: string | null, fault: DiskFault | null): void {
    if (name === null) this.#faults.clear();
    else if (fault === null) this.#faults.delete(name);
    else if (!this.#faults.has(name)) this.#faults.set(name, fault);
  }

  /** For the start line. */
  all(): Readonly<Record<string, DiskFault>> {
    return Object.fromEntries(this.#faults);
  }

  /** The node tells of one: a write that was to fail once has failed. */
  heard({ name, news }: Report & { readonly is: 'disk' }): void {
    if (news === 'touched' && this.#faults.get(name)?.kind === 'eio') this.#faults.delete(name);
  }

  /** What rots is found at the next boot, and once. @returns the faults that touched something */
  rot(folder: string): readonly string[] {
    const struck = [...this.#faults].filter(([, fault]) => isRot(fault) && rotFolder(folder, fault)).map(([name]) => name);
    for (const name of struck) this.#faults.delete(name);
    return struck;
  }
}
