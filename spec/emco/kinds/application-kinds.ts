import type { KindSpec } from '../kind.js';
import { compositeApp, name, project, row } from './row.js';

const profile = `${compositeApp}/composite-profiles/{composite-profile}`;

/** Projects, and what is deployed. Source: emco-base 22.09, orchestrator. */
export const applicationKinds: readonly KindSpec[] = [
  row('project', null, '/projects'),
  row('composite-app', 'project', `${project}/composite-apps`, { path: compositeApp, spec: { compositeAppVersion: name } }),
  row('app', 'composite-app', `${compositeApp}/apps`, { upload: 'package' }),
  row('app-dependency', 'app', `${compositeApp}/apps/{app}/dependency`, {
    spec: {
      app: name,
      opStatus: { type: 'string', required: true, oneOf: ['Ready', 'Deployed'] },
      wait: { type: 'integer', required: false, range: [0, 4_096] },
    },
  }),
  row('composite-profile', 'composite-app', `${compositeApp}/composite-profiles`),
  row('profile', 'composite-profile', `${profile}/profiles`, { upload: 'package', spec: { app: name } }),
];
