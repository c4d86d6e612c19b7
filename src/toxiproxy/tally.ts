import type { Stream } from './stream.js';
import type { Talk } from './toxics/toxic-kind.js';

/** What has come over one connection, counted as it comes. */
export class Tally implements Talk {
  readonly received: Record<Stream, number> = { upstream: 0, downstream: 0 };
  turn = 0;
  isAsking = false;

  receive(stream: Stream, bytes: number): void {
    this.received[stream] += bytes;
    if (stream === 'downstream') {
      this.isAsking = false;
    } else if (!this.isAsking) {
      this.isAsking = true;
      this.turn += 1;
    }
  }
}
