import type { KindSpec } from '../kind.js';
import { row, text } from './row.js';

const spec: KindSpec['spec'] = {
  host: text,
  port: { type: 'integer', required: true, range: [0, 50_000] },
  type: { type: 'string', required: false, oneOf: ['placement', 'action'] },
  priority: { type: 'integer', required: false, range: [0, 100] },
};

/** The services that take part in a deployment. Source: emco-base 22.09, orchestrator, clm and dtc, controller.json. */
export const controllerKinds: readonly KindSpec[] = [
  row('controller', null, '/controllers', { spec }),
  row('clm-controller', null, '/clm-controllers', { spec }),
  row('dtc-controller', null, '/dtc-controllers', { spec }),
];
