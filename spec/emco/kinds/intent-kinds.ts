import type { KindSpec } from '../kind.js';
import { compositeApp, group, name, optional, row } from './row.js';

const placement = `${group}/generic-placement-intents/{generic-placement-intent}`;

/** What is to be deployed where. Source: emco-base 22.09, orchestrator. */
export const intentKinds: readonly KindSpec[] = [
  row('deployment-intent-group', 'composite-app', `${compositeApp}/deployment-intent-groups`, {
    verbs: ['approve', 'instantiate', 'terminate', 'stop', 'update', 'rollback', 'migrate'],
    status: true,
    spec: { compositeProfile: name, version: name, logicalCloud: name, overrideValues: { type: 'overrides', required: false } },
  }),
  row('group-intent', 'deployment-intent-group', `${group}/intents`, { spec: { intent: { type: 'intent-map', required: true } } }),
  row('generic-placement-intent', 'deployment-intent-group', `${group}/generic-placement-intents`, { spec: { logicalCloud: optional } }),
  row('app-intent', 'generic-placement-intent', `${placement}/app-intents`, {
    spec: { app: name, intent: { type: 'placement', required: true } },
  }),
];
