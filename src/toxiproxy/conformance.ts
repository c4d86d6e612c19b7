import { apiConformance } from './conformance/api-conformance.js';
import type { UrlProvider } from './conformance/bed.js';
import { integrityConformance } from './conformance/integrity-conformance.js';
import { toxicConformance } from './conformance/toxic-conformance.js';

/**
 * Declares, inside a mocha `describe`, what any server that calls itself Toxiproxy 2.x must do.
 *
 * @param original whether it is Shopify's own server, which cannot do all of it
 * @param url gives the base address of its API, asked inside the tests; they make proxies of their own and remove them, but one of them calls `/reset`
 */
export function conformance(url: UrlProvider, original: boolean): void {
  describe('API', () => apiConformance(url));
  describe('toxics', () => toxicConformance(url));
  describe('every byte', () => integrityConformance(url, original));
}
