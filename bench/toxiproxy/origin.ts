import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** The request that every client sends; it is answered by the bytes of `response`. */
export const request = Buffer.from('GET /things/1 HTTP/1.1\r\nHost: shop.example\r\nAccept: application/json\r\n\r\n');
/** @see request */
export const response = Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{"thing":"teapot"}');

const pourBytes = 256 * 1024;

/** What is behind the proxies: a server that answers, and one that sends without end to whoever connects. */
export interface Origin {
  readonly answering: number;
  readonly pouring: number;
  close(): void;
}

/** Both listen on loopback. */
export async function startOrigin(): Promise<Origin> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  };
  const answering = await listen((socket) => (keep(socket), answer(socket)));
  const pouring = await listen((socket) => (keep(socket), pour(socket)));
  const close = (): void => {
    for (const server of [answering, pouring]) server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { answering: portOf(answering), pouring: portOf(pouring), close };
}

function answer(socket: Socket): void {
  let got = 0;
  socket.on('data', (bytes: Buffer) => {
    for (got += bytes.length; got >= request.length; got -= request.length) socket.write(response);
  });
}

function pour(socket: Socket): void {
  const bytes = Buffer.alloc(pourBytes, 'pour');
  const more = (): void => {
    while (!socket.destroyed && socket.write(bytes));
  };
  socket.on('drain', more).resume();
  more();
}

async function listen(accept: (socket: Socket) => void): Promise<Server> {
  const server = createServer({ noDelay: true }, accept).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
