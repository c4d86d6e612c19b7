// What faults do to the disk of a node. Nothing here runs while no disk has one.
import { type DiskFault, isRot, type Micros, rotten } from '../../world/index.js';
import { contents, type Disk, type Persist, write } from './disk.js';
import { lift, touch } from './hits.js';
import type { DiskTrouble, Node, Simulation } from './simulation.js';

/** The first of the writes under way that fails, and under which fault. */
export interface Failing {
  readonly index: number;
  readonly code: 'ENOSPC' | 'EIO';
  readonly name: string;
}

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

/** Counts the writes under way, and says which of them fails; null: none, they are written. Of several faults that take none the newest is told. */
export function failingOf(node: Node): Failing | null {
  let first: Failing | null = null;
  for (const trouble of node.diskTroubles) {
    const found = failingUnder(trouble, node.writing.length);
    if (found !== null && (first === null || found.index <= first.index)) first = found;
  }
  const written = first === null ? node.writing : node.writing.slice(0, first.index);
  for (const trouble of node.diskTroubles)
    if (trouble.fault.kind === 'lost-sync') trouble.owed += written.filter(({ file }) => concerns(trouble, file)).length;
  return first;
}

function failingUnder(trouble: DiskTrouble, count: number): Failing | null {
  const { fault, name } = trouble;
  if (fault.kind === 'broken') return { index: 0, code: 'EIO', name };
  if (fault.kind === 'full') return { index: 0, code: 'ENOSPC', name };
  if (fault.kind !== 'eio' || trouble.left === 0) return null;
  const index = trouble.left - 1;
  trouble.left = Math.max(0, trouble.left - count);
  return trouble.left === 0 ? { index, code: 'EIO', name } : null;
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

function forget(disk: Disk, trouble: DiskTrouble, kept: Disk): void {
  for (const file of [...disk.keys()]) if (concerns(trouble, file)) disk.delete(file);
  for (const [file, held] of kept) if (concerns(trouble, file)) disk.set(file, held);
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

function concerns({ fault }: DiskTrouble, file: string): boolean {
  return fault.kind === 'lost-sync' && (fault.file === null || fault.file === file);
}
