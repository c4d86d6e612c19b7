import { connect } from 'node:net';

/** Sends bytes to an HTTP server as they are, then ends. @returns the status that it answers, 0 when it closes without one */
export function rawStatus(url: string, bytes: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) });
    let text = '';
    socket.on('data', (part: Buffer) => {
      text += part.toString('latin1');
      const status = /^HTTP\/1\.[01] ([0-9]{3})/.exec(text)?.[1];
      if (status === undefined) return;
      socket.destroy();
      resolve(Number(status));
    });
    // A server that closes while it is still being told something resets the connection.
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNREFUSED' ? reject(error) : resolve(0)));
    socket.on('close', () => resolve(0));
    socket.end(Buffer.from(bytes, 'latin1'));
  });
}
