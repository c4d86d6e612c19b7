/** How every socket of a proxy is made: either side may go on after the other has ended, and small writes leave at once. */
export const socketOptions = { allowHalfOpen: true, noDelay: true, keepAlive: true } as const;
