import { hold, oneChunk, pass } from './toxic-kind.js';
import type { ToxicKind } from './toxic-kind.js';

/** Changes nothing. */
export const noop: ToxicKind = {
  type: 'noop',
  goName: 'NoopToxic',
  attributes: [],
  doesNothing: true,
  ...oneChunk,
  affect: () => ({ decide: (item) => (item === 'idle' ? hold : pass) }),
};
