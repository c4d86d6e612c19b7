// Goal: packages become the objects that their authors meant, and every way in which they cannot has its word.
// Method: a table of packages and what they come to.
import { expect } from 'chai';
import type { Json, JsonObject } from '../../world/index.js';
import { ownNamespace, ownObject, renderApp } from './index.js';
import { plainScalar } from './scalar.js';

function render(files: JsonObject, options: { readonly profile?: Json; readonly overrides?: JsonObject } = {}) {
  return renderApp({
    app: { files },
    profile: options.profile ?? null,
    overrides: options.overrides ?? {},
    releaseName: 'r1',
    namespace: 'ns',
  });
}

function field(text: string, values = ''): Json | string {
  const rendered = render({ 'templates/a.yaml': `x: ${text}\n`, 'values.yaml': values });
  return 'reason' in rendered ? rendered.reason : (rendered.objects[0]?.['x'] ?? null);
}

describe('orchestrator/package: render', () => {
  for (const [text, values, wanted] of [
    ['{{ .Values.a }}', 'a: 3', 3],
    ['{{.Values.a}}', 'a: "3"', 3],
    ['"{{ .Values.a }}"', 'a: 3', '3'],
    ['{{ .Values.a | quote }}', 'a: 3', '3'],
    ['{{- .Values.a.b -}}', 'a: {b: true}', true],
    ['image:{{ .Values.tag }}', 'tag: 1.20', 'image:1.2'],
    ["'{{ .Values.a }}-{{ .Values.a }}'", 'a: q', 'q-q'],
    ['{{ .Values.a }}{{ .Values.b }}', 'a: 1\nb: 2', 12],
    ['|\n  one {{ .Values.a }}\n  two', 'a: 1', 'one 1\ntwo\n'],
    ['{{ .Release.Name }}', '', 'r1'],
    ['{{ .Release.Namespace }}', '', 'ns'],
    ['{{ .Values.a }}', 'a: "yes: no # 1"', 'yes: no # 1'],
    ['[{{ .Values.a }}, 2]', 'a: 1', [1, 2]],
    ['{{ .Values.a }}', '', 'VALUE_MISSING'],
    ['{{ .Values.a }}', 'a: null', 'VALUE_MISSING'],
    ['{{ .Values.a }}', 'a: [1]', 'VALUE_NOT_SCALAR'],
    ['{{ .Values.a.b }}', 'a: 1', 'VALUE_MISSING'],
    ['{{ .Values.constructor }}', 'a: 1', 'VALUE_MISSING'],
    ['{{ include "x" . }}', '', 'EXPRESSION_UNSUPPORTED'],
    ['{{ if .Values.a }}', 'a: 1', 'EXPRESSION_UNSUPPORTED'],
    ['[', '', 'YAML_MALFORMED'],
    ['.nan', '', 'YAML_MALFORMED'],
    ['\ue000', '', 'CHARACTER_RESERVED'],
    ['['.repeat(100), '', 'TOO_DEEP'],
    [`\n${' '.repeat(300)}a: 1`, '', 'TOO_DEEP'],
    ['- '.repeat(250), '', 'TOO_DEEP'],
  ] as const) {
    it(`makes ${JSON.stringify(wanted)} of ${JSON.stringify(text.slice(0, 40))} with ${JSON.stringify(values)}`, () => {
      expect(field(text, values)).to.deep.equal(wanted);
    });
  }

  it('lets the profile win over the package and the overrides over both, field by field', () => {
    const files = {
      'web/templates/a.yaml': 'a: {{ .Values.o.a }}\nb: {{ .Values.o.b }}\nc: {{ .Values.o.c }}',
      'web/values.yaml': 'o: {a: 1, b: 1, c: 1}',
    };
    const profile = { files: { 'override_values.yaml': 'o: {b: 2, c: 2}', 'values.yaml': 'o: {a: 9}' } };
    expect(render(files, { profile, overrides: { 'o.c': '3' } })).to.deep.equal({ objects: [{ a: 1, b: 2, c: 3 }] });
  });

  it('reads templates and manifests in order of their names, several documents each, and leaves other files alone', () => {
    const files = {
      'templates/b.yaml': 'n: 2\n---\nn: 3\n---\n',
      'manifests/a.yml': 'n: 1',
      'templates/_helpers.tpl': '{{',
      'Chart.yaml': 'name: x',
    };
    expect(render(files)).to.deep.equal({ objects: [{ n: 1 }, { n: 2 }, { n: 3 }] });
  });

  it('names the file that fails', () => {
    expect(render({ 'templates/a.yaml': 'n: 1', 'templates/b.yaml': '- 1' })).to.deep.equal({
      file: 'templates/b.yaml',
      reason: 'OBJECT_MALFORMED',
    });
    expect(render({ 'templates/a.yaml': 'n: 1', 'values.yaml': '- 1' })).to.deep.equal({ file: 'values.yaml', reason: 'VALUES_MALFORMED' });
    expect(render({ 'templates/a.yaml': 7 })).to.deep.equal({ file: 'templates/a.yaml', reason: 'NOT_TEXT' });
    expect(render({})).to.deep.equal({ file: '', reason: 'NO_MANIFESTS' });
  });

  it('refuses an explosion of aliases', () => {
    const levels = Array.from({ length: 9 }, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level}, `.repeat(9)}]`);
    expect(field(`1\nl0: &l0 [x]\n${levels.join('\n')}`)).to.equal('YAML_MALFORMED');
  });

  it('keeps a key called __proto__ as an ordinary key', () => {
    const rendered = render({
      'templates/a.yaml': 'x: {{ .Values.a }}\n"__proto__": {polluted: 1}',
      'values.yaml': 'a: 1\n"__proto__": {polluted: 1}',
    });
    expect('objects' in rendered && Object.keys(rendered.objects[0] ?? {})).to.deep.equal(['x', '__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('gives the same objects the second time', () => {
    const files = { 'templates/a.yaml': 'x: {{ .Values.a }}', 'values.yaml': 'a: 1' };
    const app = { files };
    const options = { app, profile: null, overrides: {}, releaseName: '', namespace: '' };
    expect(renderApp(options)).to.deep.equal(renderApp(options));
    expect(renderApp({ ...options, overrides: { a: 2 } })).to.deep.equal({ objects: [{ x: 2 }] });
  });
});

describe('orchestrator/package: own', () => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'elsewhere', labels: { a: 'b' } },
    spec: { replicas: 1 },
  };

  it('moves an object into the namespace and says who owns it', () => {
    expect(ownObject(deployment, 'ns', 'c7')).to.deep.equal({
      resource: 'apps/v1/Deployment/ns/web',
      order: 3,
      manifest: {
        ...deployment,
        metadata: {
          name: 'web',
          namespace: 'ns',
          labels: { a: 'b', 'orchestrator.context': 'c7' },
          annotations: { 'orchestrator.resource': 'apps/v1/Deployment/ns/web' },
        },
      },
    });
    expect(deployment.metadata.namespace).to.equal('elsewhere');
  });

  it('orders namespaces, then data, services, deployments and jobs', () => {
    const kinds = ['ConfigMap', 'Secret', 'Service', 'Deployment', 'Job'];
    const orders = kinds.map((kind) => ownObject({ ...deployment, kind }, 'ns', 'c'));
    expect(orders.map((owned) => ('order' in owned ? owned.order : null))).to.deep.equal([1, 1, 2, 3, 4]);
    expect(ownNamespace('ns', {}, 'c').order).to.equal(0);
  });

  it('refuses what is no object and what nobody deploys', () => {
    expect(ownObject({ ...deployment, kind: 'Namespace' }, 'ns', 'c')).to.deep.equal({ reason: 'KIND_UNSUPPORTED' });
    expect(ownObject({ ...deployment, metadata: {} }, 'ns', 'c')).to.deep.equal({ reason: 'OBJECT_MALFORMED' });
    expect(ownObject({ kind: 'Job', metadata: { name: 'x' } }, 'ns', 'c')).to.deep.equal({ reason: 'OBJECT_MALFORMED' });
  });
});

describe('orchestrator/package: plain scalars', () => {
  it('are read as YAML’s core schema reads them', () => {
    const read = ['', '~', 'null', 'true', 'True', '1', '-1', '+1', '1.5', '1e3', '.5', '1.', '0x10', '1_0', 'a', '"a"', '"'].map(
      plainScalar,
    );
    expect(read).to.deep.equal([null, null, null, true, 'True', 1, -1, 1, 1.5, 1000, 0.5, 1, '0x10', '1_0', 'a', 'a', '"']);
  });
});
