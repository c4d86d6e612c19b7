import { connect } from 'node:net';

const LOOPBACK = '127.0.0.1';
const askMillisMax = 1_000;

/** Whether a program answers: `GET path` with a status below 500, or, where `path` is null, by taking a connection. */
export async function isReady(port: number | null, path: string | null): Promise<boolean> {
  if (port === null) return true;
  if (path === null) return takesConnections(port);
  try {
    const answer = await fetch(`http://${LOOPBACK}:${port}${path}`, { signal: AbortSignal.timeout(askMillisMax) });
    await answer.body?.cancel();
    return answer.status < 500;
  } catch {
    return false;
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: LOOPBACK, port });
    const end = (isReady: boolean): void => {
      socket.destroy();
      resolve(isReady);
    };
    socket.setTimeout(askMillisMax, () => end(false));
    socket.on('connect', () => end(true));
    socket.on('error', () => end(false));
  });
}
