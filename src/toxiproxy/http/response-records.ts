import { limits } from '../limits.js';

/** A whole response, as it was sent. */
export interface RecordedResponse {
  readonly bytes: Buffer;
  /** Whether the server has said that the connection ends with it. */
  readonly isEnd: boolean;
}

/** The last response for each of the latest targets. */
export class ResponseRecords {
  readonly #byTarget = new Map<string, RecordedResponse>();
  #bytes = 0;

  get(target: string): RecordedResponse | undefined {
    return this.#byTarget.get(target);
  }

  put(target: string, response: RecordedResponse): void {
    this.#drop(target);
    this.#byTarget.set(target, response);
    this.#bytes += response.bytes.length;
    for (const oldest of this.#byTarget.keys()) {
      if (this.#bytes <= limits.httpRecordsBytesMax && this.#byTarget.size <= limits.httpRecordsMax) return;
      this.#drop(oldest);
    }
  }

  #drop(target: string): void {
    this.#bytes -= this.#byTarget.get(target)?.bytes.length ?? 0;
    this.#byTarget.delete(target);
  }
}
