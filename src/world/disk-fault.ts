import type { Micros } from './machine.js';

/**
 * What can be wrong with the disk of a node. `broken` takes no write and says EIO, `full` takes none and says ENOSPC; what is there can be read. `eio`: the nth write from
 * now on fails, it alone. `slow`: each sync takes so much longer. `lost-sync`: what is written is said to be durable, and is gone with the next power cut.
 * `flip`: one bit is another one when the node boots next; `at` says where, in millionths of all that the files hold. `truncate`: the last bytes of a file are gone when the node boots
 * next. `file`: that file alone; null: all files, of which `truncate` takes the longest.
 */
export type DiskFault =
  | { readonly kind: 'broken' }
  | { readonly kind: 'full' }
  | { readonly kind: 'eio'; readonly nth: number }
  | { readonly kind: 'slow'; readonly delay: Micros }
  | { readonly kind: 'lost-sync'; readonly file: string | null }
  | { readonly kind: 'flip'; readonly file: string | null; readonly at: number; readonly bit: number }
  | { readonly kind: 'truncate'; readonly file: string | null; readonly bytes: number };

/** Those that are found in the files when a node boots. */
export type Rot = DiskFault & { readonly kind: 'flip' | 'truncate' };

export function isRot(fault: DiskFault): fault is Rot {
  return fault.kind === 'flip' || fault.kind === 'truncate';
}
