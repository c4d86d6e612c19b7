import { deepEqual, equal, rejects } from 'node:assert/strict';
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
    equal(await order(proxied.listen, 'k1'), 'sold');
    deepEqual([shop.asked, shop.sold.size], [2, 1]);
    const [hit] = await proxied.log();
    deepEqual([hit.toxic, hit.did, hit.requests[0].key], ['drop_response_downstream', 'reset', 'k1']);
  });

  it('is made again when the shop is busy', async () => {
    await proxied.add({ type: 'http_status', attributes: { status: 503 }, match: { path: '/orders', times: 2 } });
    equal(await order(proxied.listen, 'k1'), 'sold');
    equal(shop.asked, 1);
  });

  it('fails while the shop cannot be reached, and no longer', async () => {
    await proxied.add({ type: 'partition', attributes: { lossy: 1 } });
    await rejects(order(proxied.listen, 'k1', 200));
    await proxied.heal();
    equal(await order(proxied.listen, 'k1'), 'sold');
  });
});
