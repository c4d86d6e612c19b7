import type { Json, Micros } from '../../world/index.js';

/** What `GET /v2/backup` answers and `POST /v2/restore` takes, as one JSON document. */
export interface Backup {
  readonly backup: typeof backupFormat;
  /** Log time at which it was taken. */
  readonly at: Micros;
  /** Of the text of `state`, as JSON without spaces. */
  readonly checksum: string;
  readonly state: Json;
}

/** The format that is written, and the only one that is read. */
export const backupFormat = 1;

/** Longest text of a backed up state. It goes through the log as one entry, over links as one message, and to a caller as one answer: what is larger is not backed up. */
export const backupBytesMax = 6 * 1024 * 1024;
