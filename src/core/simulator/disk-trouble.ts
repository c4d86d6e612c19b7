// What faults do to the disk of a node. Nothing here runs while no disk has one.
import { type DiskFault, failingWrite, type FailingWrite, isConcealed, isRot, type Micros, rotten } from '../../world/index.js';
import { contents, type Disk, type Persist, write } from './disk.js';
import { lift, touch } from './hits.js';
import type { Node, NodeDiskTrouble, Simulation } from './simulation.js';

/** Puts a fault on a disk, or takes it off; one that is on stays as it is. What was only said to be durable is so from then on. */
export function setDiskFault(sim: Simulation, node: Node, name: string, fault: DiskFault | null): void {
  const isOn = node.diskTroubles.some((trouble) => trouble.name === name);
  if (fault === null && isOn) {
    node.diskTroubles = node.diskTroubles.filter((trouble) => trouble.name !== name);
    lift(sim, name);
  } else if (fault !== null && !isOn) {
    const kept = fault.kind === 'lost-sync' ? new Map(node.disk) : null;
    node.diskTroubles.push({ name, fault, left: fault.kind === 'eio' ? Math.max(1, fault.nth) : 1, kept, owed: 0 });
  }
}

/** Says which of the writes under way fails; null: none, they are written. */
export function failingOf(node: Node): FailingWrite | null {
  const failing = failingWrite(node.diskTroubles, node.writing.length);
  const written = failing === null ? node.writing : node.writing.slice(0, failing.index);
  for (const trouble of node.diskTroubles) trouble.owed += written.filter(({ file }) => isConcealed(trouble.fault, file)).length;
  return failing;
}

/** How much longer the next sync takes. */
export function slowness(sim: Simulation, node: Node): Micros {
  let slower = 0;
  for (const { fault, name } of node.diskTroubles) {
    if (fault.kind !== 'slow') continue;
    slower += fault.delay;
    touch(sim, name, null);
  }
  return slower;
}

/** What was only said to be durable is gone. The oldest fault lost the most. */
export function cutPower(sim: Simulation, node: Node): void {
  for (const trouble of node.diskTroubles.toReversed()) {
    if (trouble.kept === null || trouble.owed === 0) continue;
    forget(node.disk, trouble, trouble.kept);
    trouble.owed = 0;
    touch(sim, trouble.name, null);
  }
}

function forget(disk: Disk, trouble: NodeDiskTrouble, kept: Disk): void {
  for (const file of [...disk.keys()]) if (isConcealed(trouble.fault, file)) disk.delete(file);
  for (const [file, held] of kept) if (isConcealed(trouble.fault, file)) disk.set(file, held);
}

/** What is rotten is found at this boot, and stays so. */
export function rotAtBoot(sim: Simulation, node: Node): void {
  for (const trouble of node.diskTroubles) {
    if (trouble.left === 0 || !isRot(trouble.fault)) continue;
    const found = rotten(contents(node.disk), trouble.fault);
    if (found === null) continue;
    const { file, bytes } = found;
    const edit: Persist = { do: 'persist', file, edit: 'replace', bytes };
    write(node.disk, edit);
    trouble.left = 0;
    touch(sim, trouble.name, null);
  }
}
