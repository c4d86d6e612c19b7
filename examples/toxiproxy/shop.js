// What the tests beside this file test: a shop, and a client that orders again, with the same key, when it got no answer.
import { createServer } from 'node:http';

/** A shop that sells once for each key, however often it is asked. */
export async function openShop() {
  const shop = { asked: 0, sold: new Set(), address: '', close: () => server.close() };
  const server = createServer((request, response) => {
    shop.asked += 1;
    shop.sold.add(request.headers['idempotency-key']);
    response.end('sold');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  shop.address = `127.0.0.1:${server.address().port}`;
  return shop;
}

/** Orders, at most three times, and waits so many milliseconds for each answer. */
export async function order(address, key, patience = 5_000) {
  for (let tries = 1; ; tries += 1) {
    try {
      const headers = { 'idempotency-key': key, connection: 'close' };
      const response = await fetch(`http://${address}/orders`, { method: 'POST', headers, signal: AbortSignal.timeout(patience) });
      if (!response.ok) throw new Error(`the shop answers ${response.status}`);
      return await response.text();
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}
