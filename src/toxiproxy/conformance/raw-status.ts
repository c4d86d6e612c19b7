import { connect } from 'node:net';

/** Sends bytes to an HTTP server as they are. @returns the status that it answers, 0 when it closes without one */
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
    socket.on('error', reject);
    socket.on('close', () => resolve(0));
    socket.write(Buffer.from(bytes, 'latin1'));
  });
}
