import { connect } from 'node:net';
import { parseAddress } from './address.js';
import { limits } from './limits.js';

/** Whether a connection to `host:port` comes about; it is closed at once. False when that is given up. */
export function canDial(upstream: string, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    try {
      const socket = connect({ ...parseAddress(upstream), timeout: limits.probeAnswerMillisMax, signal });
      const answer = (isUp: boolean): void => {
        resolve(isUp);
        socket.destroy();
      };
      socket.on('connect', () => answer(true));
      for (const event of ['error', 'timeout', 'close']) socket.on(event, () => answer(false));
    } catch {
      resolve(false);
    }
  });
}
