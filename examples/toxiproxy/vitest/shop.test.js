import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openShop, order } from '../shop.js';
import { startProxied } from '../toxics.js';

describe('an order', () => {
  let shop;
  let proxied;

  beforeEach(async () => {
    shop = await openShop();
    proxied = await startProxied(shop.address);
  });
  afterEach(async () => {
    await proxied.close();
    shop.close();
  });

  it('is carried out once though the answer to it is lost', async () => {
    await proxied.add({ type: 'drop_response', match: { method: 'POST', nth: 1 } });
    expect(await order(proxied.listen, 'k1')).toBe('sold');
    expect([shop.asked, shop.sold.size]).toEqual([2, 1]);
    const [hit] = await proxied.log();
    expect(hit).toMatchObject({ toxic: 'drop_response_downstream', did: 'reset', requests: [{ key: 'k1' }] });
  });

  it('is made again when the shop is busy', async () => {
    await proxied.add({ type: 'http_status', attributes: { status: 503 }, match: { path: '/orders', times: 2 } });
    expect(await order(proxied.listen, 'k1')).toBe('sold');
    expect(shop.asked).toBe(1);
  });

  it('fails while the shop cannot be reached, and no longer', async () => {
    await proxied.add({ type: 'partition', attributes: { lossy: 1 } });
    await expect(order(proxied.listen, 'k1', 200)).rejects.toThrow();
    await proxied.heal();
    expect(await order(proxied.listen, 'k1')).toBe('sold');
  });
});
