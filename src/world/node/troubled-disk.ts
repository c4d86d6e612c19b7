// A disk, and what the supervisor does to it. Writes that are only said to be durable are held here, so that a kill loses them as a power cut would.
import { type DiskFault, type DiskTrouble, failingWrite, isConcealed, isRot } from '../index.js';
import { type Disk, DiskError, type Persist } from './disk.js';

/** `touched`: a write failed or was late. `owes`: something is held that a kill would lose; `keeps`: nothing is any more. */
export type DiskNews = 'touched' | 'owes' | 'keeps';

interface Trouble extends DiskTrouble {
  owes: boolean;
}

export class TroubledDisk {
  readonly #disk: Disk;
  readonly #tell: (name: string, news: DiskNews) => void;
  readonly #troubles = new Map<string, Trouble>();
  #held: Persist[] = [];
  #turn: Promise<void> | null = null;

  constructor(disk: Disk, tell: (name: string, news: DiskNews) => void) {
    this.#disk = disk;
    this.#tell = tell;
  }

  /** Whether it matters which write is the nth: then each is committed alone. */
  get countsWrites(): boolean {
    for (const { fault, left } of this.#troubles.values()) if (fault.kind === 'eio' && left > 0) return true;
    return false;
  }

  /** Puts a fault on, or takes it off (by name null: all); one that is on stays as it is. What was held is made durable then. */
  set(name: string | null, fault: DiskFault | null): void {
    if (fault !== null && name !== null) {
      if (!this.#troubles.has(name) && !isRot(fault))
        this.#troubles.set(name, { name, fault, left: fault.kind === 'eio' ? Math.max(1, fault.nth) : 1, owes: false });
      return;
    }
    const ending = [...this.#troubles].filter(([each]) => name === null || each === name);
    for (const [each] of ending) this.#troubles.delete(each);
    const owing = ending.filter(([, { owes }]) => owes);
    if (owing.length === 0) return;
    // A process that cannot keep what it said to be durable must not go on.
    const fail = (error: unknown): void =>
      void setImmediate(() => {
        throw error;
      });
    this.#inTurn(() => this.#release()).then(() => owing.forEach(([each]) => this.#tell(each, 'keeps')), fail);
  }

  /** @throws DiskError */
  commit(writes: readonly Persist[]): Promise<void> {
    if (this.#troubles.size === 0 && this.#turn === null) return this.#disk.commit(writes);
    return this.#inTurn(() => this.#commit(writes));
  }

  /** For the end of the process in good order, which is no power cut. */
  keepNow(): void {
    this.#disk.commitNow(this.#held.splice(0));
  }

  async #commit(writes: readonly Persist[]): Promise<void> {
    await this.#wait();
    const failing = failingWrite(this.#troubles.values(), writes.length);
    const taken = failing === null ? writes : writes.slice(0, failing.index);
    const durable = taken.filter((write) => !this.#hold(write));
    if (durable.length > 0) await this.#disk.commit(durable);
    if (failing === null) return;
    this.#tell(failing.name, 'touched');
    throw new DiskError(writes[failing.index]?.file ?? '', Object.assign(new Error('as the supervisor asked'), { code: failing.code }));
  }

  async #wait(): Promise<void> {
    let slower = 0;
    for (const [name, { fault }] of this.#troubles) {
      if (fault.kind !== 'slow') continue;
      slower += fault.delay;
      this.#tell(name, 'touched');
    }
    if (slower > 0) await new Promise((resolve) => setTimeout(resolve, slower / 1_000));
  }

  /** Whether a write is only said to be durable. */
  #hold(write: Persist): boolean {
    const liars = [...this.#troubles.values()].filter(({ fault }) => isConcealed(fault, write.file));
    if (liars.length === 0) return false;
    this.#held.push(write);
    for (const trouble of liars) {
      if (!trouble.owes) this.#tell(trouble.name, 'owes');
      trouble.owes = true;
    }
    return true;
  }

  async #release(): Promise<void> {
    const isHeld = ({ file }: Persist): boolean => [...this.#troubles.values()].some(({ fault }) => isConcealed(fault, file));
    const free = this.#held.filter((write) => !isHeld(write));
    this.#held = this.#held.filter(isHeld);
    if (free.length > 0) await this.#disk.commit(free);
  }

  #inTurn(act: () => Promise<void>): Promise<void> {
    const done = (this.#turn ?? Promise.resolve()).then(act);
    const turn = done
      .catch(() => undefined)
      .then(() => {
        if (this.#turn === turn) this.#turn = null;
      });
    this.#turn = turn;
    return done;
  }
}
