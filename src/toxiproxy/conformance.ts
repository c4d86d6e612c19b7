import { abandonBeds } from './conformance/bed.js';
import { bodyConformance } from './conformance/body-conformance.js';
import { cutConformance } from './conformance/cut-conformance.js';
import { delayConformance } from './conformance/delay-conformance.js';
import { integrityConformance } from './conformance/integrity-conformance.js';
import { likenessConformance } from './conformance/likeness-conformance.js';
import { linkConformance } from './conformance/link-conformance.js';
import { metricsConformance } from './conformance/metrics-conformance.js';
import { populateConformance } from './conformance/populate-conformance.js';
import { proxyConformance } from './conformance/proxy-conformance.js';
import { robustnessConformance } from './conformance/robustness-conformance.js';
import type { Target } from './conformance/target.js';
import { toxicApiConformance } from './conformance/toxic-api-conformance.js';
import { transportConformance } from './conformance/transport-conformance.js';

/**
 * Declares, inside a mocha `describe`, what any server that calls itself Toxiproxy 2.x must do, and in what the two differ.
 *
 * @param target is asked inside the tests; they make proxies of their own and remove them, but some of them call `/reset`
 */
export function conformance(target: Target): void {
  after(abandonBeds);
  describe('the API over HTTP', () => transportConformance(target));
  describe('bodies', () => bodyConformance(target));
  describe('proxies', () => proxyConformance(target));
  describe('populating', () => populateConformance(target));
  describe('toxics by the API', () => toxicApiConformance(target));
  describe('likeness', () => likenessConformance(target));
  describe('metrics', () => metricsConformance(target));
  describe('links', () => linkConformance(target));
  describe('toxics that delay', () => delayConformance(target));
  describe('toxics that end connections', () => cutConformance(target));
  describe('robustness', () => robustnessConformance(target));
  describe('every byte', () => integrityConformance(target));
}
