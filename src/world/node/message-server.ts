import { createServer, type Server, type Socket } from 'node:net';
import { asObject, type Json, type NodeId, parseJson } from '../index.js';
import { LineSplitter } from './line-splitter.js';

/** Takes messages: JSON lines after a first one that says who speaks. Whoever says something else is hung up on. */
export function messageServer(messageBytesMax: number, deliver: (from: NodeId, body: Json) => void): Server {
  return createServer({ noDelay: true }, (socket) => listen(socket, messageBytesMax, deliver));
}

function listen(socket: Socket, messageBytesMax: number, deliver: (from: NodeId, body: Json) => void): void {
  const splitter = new LineSplitter(messageBytesMax);
  let from: NodeId | null = null;
  socket.on('error', () => undefined);
  socket.on('data', (bytes: Buffer) => {
    const lines = splitter.push(bytes);
    if (lines === null) return void socket.destroy();
    for (const line of lines) {
      const json = parseJson(line);
      if (json === undefined) return void socket.destroy();
      if (from !== null) deliver(from, json);
      else if ((from = speakerIn(json)) === null) return void socket.destroy();
    }
  });
}

function speakerIn(json: Json): NodeId | null {
  const from = asObject(json)?.['from'];
  return typeof from === 'string' ? from : null;
}
