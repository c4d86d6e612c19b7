import type { Courier } from './courier.js';
import type { Did } from './did.js';
import type { Exchange } from './http/exchange.js';
import type { Toxic } from './toxic.js';
import type { Chunk, Site, Talk } from './toxics/toxic-kind.js';

/** Where a stage hands its chunks: the next stage, or the socket. */
export interface Outlet {
  hasRoom(): boolean;
  /** Takes the chunk even without room, so that an interrupted stage can always be emptied. */
  push(chunk: Chunk): void;
  end(): void;
}

/** One time that a toxic did something. */
export interface Deed {
  readonly did: Did;
  /** Length of the chunk; 0 for an end of stream or a silence. */
  readonly bytes: number;
  /** Whether the toxic has done nothing to this chunk, end or silence before. */
  readonly isFirst: boolean;
  /** What it was done to, where that is HTTP. */
  readonly exchange: Exchange | undefined;
}

/** What a stage asks of its connection, and tells it. */
export interface StageHost extends Pick<Site, 'shared' | 'wake'> {
  /** Names this connection in the seed of its draws. */
  readonly seedKey: string;
  /** Which connection of its proxy this is, from 1. */
  readonly ordinal: number;
  /** Whether toxicity is drawn anew whenever the toxic or its next neighbour changes, as Toxiproxy does. */
  readonly strict: boolean;
  readonly talk: Talk;
  readonly courier: Courier;
  /** Whether the client gets the response to it next. */
  isNext(exchange: Exchange): boolean;
  fired(toxic: Toxic, deed: Deed): void;
  /** Nothing more will be handed on; what was handed on is still delivered. */
  closeLink(): void;
  severConnection(): void;
  resetConnection(): void;
}
