// The server and its API, as the tests beside this file use them. Any client of Toxiproxy does as well.
import { startToxiproxy } from 'topple/toxiproxy';

/** Starts a Toxiproxy with one proxy in front of an upstream. */
export async function startProxied(upstream) {
  const config = JSON.stringify([{ name: 'shop', listen: '127.0.0.1:0', upstream }]);
  const server = await startToxiproxy({ config, seed: 'the same draws in each run' });
  const ask = async (method, path, body) => {
    const answer = await fetch(server.url + path, { method, ...(body && { body: JSON.stringify(body) }) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return text && JSON.parse(text);
  };
  const { listen } = await ask('GET', '/proxies/shop');
  return {
    listen,
    add: (toxic) => ask('POST', '/proxies/shop/toxics', toxic),
    /** Takes all toxics away. */
    heal: () => ask('POST', '/reset'),
    /** What toxics did, and to which requests. */
    log: async () => (await ask('GET', '/log')).records,
    close: () => server.close(),
  };
}
