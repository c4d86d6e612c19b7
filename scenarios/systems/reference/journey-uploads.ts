import type { JsonObject } from '../../../src/world/index.js';
import { profilePackage } from './reference-world.js';

/** Valid uploads for whatever app a journey has, and the servers of the clusters. */
export const journeyUploads: { app(name: string): JsonObject; readonly profile: JsonObject; readonly servers: readonly string[] } = {
  app: packageOfApp,
  profile: profilePackage,
  servers: ['cluster1', 'cluster2'],
};

function packageOfApp(app: string): JsonObject {
  const name = app.toLowerCase().replace(/[^a-z0-9-]/g, '-');
  const labels = `app: ${name}`;
  return {
    package: {
      [`${name}/templates/deployment.yaml`]: [
        'apiVersion: apps/v1',
        'kind: Deployment',
        `metadata: { name: ${name} }`,
        'spec:',
        '  replicas: {{ .Values.replicas }}',
        `  selector: { matchLabels: { ${labels} } }`,
        '  template:',
        `    metadata: { labels: { ${labels} } }`,
        `    spec: { containers: [{ name: main, image: "${name}:1" }] }`,
        '',
      ].join('\n'),
      [`${name}/templates/service.yaml`]: `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { ports: [{ port: 80 }] }\n`,
      [`${name}/values.yaml`]: 'replicas: 1\n',
    },
  };
}
