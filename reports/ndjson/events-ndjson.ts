// What each line says is in docs/reports.md.
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { CampaignEvent, Event, Reporter } from '../../src/contract/index.js';

/** What is kept of a campaign of any length. */
export interface EventLimits {
  /** Histories of the first runs are kept whatever came of them. */
  readonly firstRunsMax: number;
  /** Of the runs after them that are violated or unknown, so many histories each. */
  readonly troubledRunsMax: number;
  /** Size of the file, give or take a chunk. */
  readonly bytesMax: number;
}

export const eventLimitsDefault: EventLimits = { firstRunsMax: 5, troubledRunsMax: 50, bytesMax: 128 * 1024 * 1024 };

const chunkCharacters = 64 * 1024;

/** `events.ndjson`, written as it comes, so that memory holds one chunk however fast runs are and a crash leaves all but the last chunk. @throws what the file system throws */
export function eventsNdjson(directory: string, limits: EventLimits = eventLimitsDefault): Reporter {
  const sink = openSink(directory, limits.bytesMax);
  const wanted = chooser(limits);
  const on = (event: CampaignEvent): void => {
    if (event.is === 'campaign-start') sink.line({ ...event, schema: 1 });
    if (event.is === 'run-end') {
      const { index, seed, verdict, reasons, operations, faultsHit, recovery, hash } = event.run;
      const isFull = event.events.length > 0 && wanted(verdict);
      sink.line({
        is: 'run',
        run: index,
        seed,
        verdict,
        reasons,
        operations,
        faultsHit,
        recovery,
        hash,
        history: isFull ? 'full' : 'left out',
      });
      if (isFull) history(sink, { run: index }, event.events);
    }
    if (event.is === 'finding') {
      const { id, invariant, violation, run, replay, events } = event.finding;
      sink.line({ is: 'finding', finding: id, invariant, violation, foundIn: run, replay });
      history(sink, { finding: id }, events);
    }
    if (event.is === 'campaign-end') {
      const { runs, wallMillis, findings, hollow, interrupted, exit } = event;
      sink.close({ is: 'campaign-end', runs, wallMillis, findings, hollow, interrupted, exit });
    }
  };
  return { name: 'ndjson', on, close: () => sink.close(null) };
}

type Verdict = 'holds' | 'unknown' | 'violated';

/** Says of each run whether its history is kept. */
function chooser(limits: EventLimits): (verdict: Verdict) => boolean {
  const kept = { first: 0, violated: 0, unknown: 0 };
  return (verdict) => {
    if (kept.first++ < limits.firstRunsMax) return true;
    return verdict !== 'holds' && kept[verdict]++ < limits.troubledRunsMax;
  };
}

function history(sink: Sink, whose: object, events: readonly Event[]): void {
  for (const event of events) sink.line({ ...whose, ...event });
  sink.flush();
}

interface Sink {
  line(value: object): void;
  flush(): void;
  /** Writes what is left and the last line, which is written even when the file is full. Idempotent. */
  close(last: object | null): void;
}

function openSink(directory: string, bytesMax: number): Sink {
  mkdirSync(directory, { recursive: true });
  const descriptor = openSync(join(directory, 'events.ndjson'), 'w');
  let chunk = '';
  let bytes = 0;
  let state: 'open' | 'full' | 'closed' = 'open';
  const flush = (): void => {
    bytes += writeAll(descriptor, chunk);
    chunk = '';
    if (state !== 'open' || bytes < bytesMax) return;
    state = 'full';
    writeAll(descriptor, `${JSON.stringify({ is: 'cut', bytesMax })}\n`);
  };
  return {
    line: (value) => {
      if (state !== 'open') return;
      chunk += `${JSON.stringify(value)}\n`;
      if (chunk.length >= chunkCharacters) flush();
    },
    flush: () => (state === 'open' ? flush() : undefined),
    close: (last) => {
      if (state === 'closed') return;
      if (state === 'open') flush();
      state = 'closed';
      if (last !== null) writeAll(descriptor, `${JSON.stringify(last)}\n`);
      closeSync(descriptor);
    },
  };
}

/** All of the text, however many bytes one call takes. */
function writeAll(descriptor: number, text: string): number {
  const bytes = new TextEncoder().encode(text);
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written);
  return bytes.length;
}
