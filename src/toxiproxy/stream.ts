/** From the client to the server, or back. */
export type Stream = 'upstream' | 'downstream';
