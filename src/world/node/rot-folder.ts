import { existsSync, writeFileSync } from 'node:fs';
import { type Rot, rotten } from '../index.js';
import { Disk } from './disk.js';

/** Does to the files of a node, while it is not there, what they are found to have suffered when it boots. @returns whether there was anything to touch */
export function rotFolder(folder: string, fault: Rot): boolean {
  if (!existsSync(folder)) return false;
  const disk = new Disk(folder);
  const found = rotten(disk.load(), fault);
  if (found === null) return false;
  writeFileSync(disk.pathOf(found.file), found.bytes);
  return true;
}
