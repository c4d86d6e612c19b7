// Goal: kubectl works with our cluster as with any other, without a flag that excuses it.
// Method: a cluster process on loopback and the installed kubectl; what it prints is compared.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { ClusterNode } from './cluster-node.js';
import { Kubectl } from './kubectl.js';

const TEST_MILLIS_MAX = 60_000;
const TRIES_MAX = 1_000;

const deployment = (image: string, replicas: number): string => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {emco/deployment-id: d1}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: a, image: ${image}, ports: [{containerPort: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, labels: {emco/deployment-id: d1}}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: k8splugin.io/v1alpha1
kind: ResourceBundleState
metadata: {name: d1, labels: {emco/deployment-id: d1}}
spec: {selector: {matchLabels: {emco/deployment-id: d1}}}
`;
const map = (value: string): string => `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m"},"data":{"a":"${value}"}}`;

describe('kubectl and a cluster of ours', function () {
  this.timeout(TEST_MILLIS_MAX);
  if (spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status !== 0) {
    it.skip('skipped, because there is no kubectl on the PATH');
    return;
  }
  const node = new ClusterNode();
  let kubectl: Kubectl;

  before(async () => {
    await node.start();
    kubectl = new Kubectl(node.address);
  });
  after(async () => {
    kubectl.end();
    await node.end();
  });

  /** Its lines, with one space between columns. @throws when it fails */
  function lines(words: string, input = ''): readonly string[] {
    const { code, out, error } = kubectl.run(words.split(' '), input);
    expect(code, `kubectl ${words}: ${error}`).to.equal(0);
    return out
      .trimEnd()
      .split('\n')
      .map((line) => line.trimEnd().replace(/ +/g, ' '));
  }

  async function until(words: string, expected: string): Promise<void> {
    for (let tries = 0; tries < TRIES_MAX && lines(words).join() !== expected; tries++) await setTimeout(10);
    expect(lines(words).join()).to.equal(expected);
  }

  const withoutAge = (line: string): string => line.replace(/ \S+$/, '');

  it('discovers what is served', () => {
    expect(lines('api-resources --no-headers').map((line) => line.split(' ').at(-1))).to.include.members([
      'Deployment',
      'ResourceBundleState',
      'CustomResourceDefinition',
    ]);
    expect(lines('get namespaces --no-headers').map(withoutAge)).to.deep.equal(['default Active', 'kube-system Active']);
  });

  it('applies: creates, leaves what is so already, and changes', () => {
    const names = ['deployment.apps/web', 'service/web', 'resourcebundlestate.k8splugin.io/d1'];
    expect(lines('apply -f -', deployment('one', 2))).to.deep.equal(names.map((name) => `${name} created`));
    expect(lines('apply -f -', deployment('one', 2))).to.deep.equal(names.map((name) => `${name} unchanged`));
    expect(kubectl.run(['diff', '-f', '-'], deployment('two', 2)).out)
      .to.match(/^-.*image: one$/m)
      .and.match(/^\+.*image: two$/m);
    expect(lines('apply -f -', deployment('two', 2))[0]).to.equal('deployment.apps/web configured');
    expect(lines('get deployment web -o jsonpath={.spec.template.spec.containers[*].image}')).to.deep.equal(['two']);
  });

  it('gets tables that the server made', async () => {
    await until('get deployments --no-headers -o custom-columns=R:.status.readyReplicas', '2');
    const [head, row] = lines('get deploy web -o wide');
    expect(head).to.equal('NAME READY UP-TO-DATE AVAILABLE AGE CONTAINERS IMAGES SELECTOR');
    expect(row).to.match(/^web 2\/2 2 2 \S+ a two app=web$/);
    expect(lines('get all --no-headers').map((line) => line.split(' ')[0])).to.deep.equal(['service/web', 'deployment.apps/web']);
    expect(lines('get deploy,svc -l emco/deployment-id=d1 -o name')).to.deep.equal(['deployment.apps/web', 'service/web']);
    await until('get resourcebundlestates d1 -o jsonpath={.status.ready},{.status.resourceCount}', 'true,2');
  });

  it('patches in three ways', () => {
    const image = '{"spec":{"template":{"spec":{"containers":[{"name":"b","image":"side"}]}}}}';
    expect(kubectl.run(['patch', 'deploy', 'web', '-p', image]).code).to.equal(0);
    expect(lines('get deploy web -o jsonpath={.spec.template.spec.containers[*].name}')).to.deep.equal(['b a']);
    expect(
      kubectl.run(['patch', 'deploy', 'web', '-p', '{"spec":{"template":{"spec":{"containers":[{"name":"b","$patch":"delete"}]}}}}']).code,
    ).to.equal(0);
    expect(kubectl.run(['patch', 'deploy', 'web', '--type', 'merge', '-p', '{"metadata":{"labels":{"x":"y"}}}']).code).to.equal(0);
    expect(
      kubectl.run(['patch', 'deploy', 'web', '--type', 'json', '-p', '[{"op":"test","path":"/metadata/labels/x","value":"z"}]']).code,
    ).to.equal(1);
    expect(kubectl.run(['patch', 'deploy', 'web', '--type', 'json', '-p', '[{"op":"remove","path":"/metadata/labels/x"}]']).code).to.equal(
      0,
    );
    expect(lines('get deploy web -o jsonpath={.metadata.labels},{.spec.template.spec.containers[*].name}')).to.deep.equal([
      '{"emco/deployment-id":"d1"},a',
    ]);
    expect(kubectl.run(['label', 'deploy', 'web', 'l=1']).code).to.equal(0);
    expect(kubectl.run(['annotate', 'deploy', 'web', 'l=1']).code).to.equal(0);
  });

  it('scales, and waits until that is done', async () => {
    expect(lines('scale deploy web --replicas=5')).to.deep.equal(['deployment.apps/web scaled']);
    expect(lines('rollout status deploy web --timeout=10s').at(-1)).to.contain('successfully rolled out');
    await until('get deploy web -o jsonpath={.status.readyReplicas}', '5');
    expect(kubectl.run(['scale', 'deploy', 'web', '--current-replicas=4', '--replicas=6']).code).to.equal(1);
    expect(lines('wait --for=condition=Available deploy/web --timeout=10s')).to.deep.equal(['deployment.apps/web condition met']);
  });

  it('applies on the server, is told of conflicts, and forces', () => {
    expect(lines('apply --server-side -f -', map('1'))).to.deep.equal(['configmap/m serverside-applied']);
    const other = ['apply', '--server-side', '--field-manager=other', '-f', '-'];
    const refused = kubectl.run(other, map('2'));
    expect([refused.code, refused.error.split('\n')[0]]).to.deep.equal([
      1,
      'error: Apply failed with 1 conflict: conflict with "kubectl": .data.a',
    ]);
    expect(kubectl.run([...other, '--force-conflicts'], map('2')).code).to.equal(0);
    expect(lines('get cm m -o jsonpath={.metadata.managedFields[*].manager},{.data.a} --show-managed-fields')).to.deep.equal(['other,2']);
    expect(kubectl.run(['apply', '--server-side', '-f', '-'], deployment('three', 5)).code).to.equal(0);
  });

  it('gets in chunks, and watches', async () => {
    for (const name of ['w1', 'w2', 'w3']) lines('apply -f -', map('1').replace('"m"', `"${name}"`));
    expect(lines('get cm --chunk-size=2 -o name')).to.deep.equal(['configmap/m', 'configmap/w1', 'configmap/w2', 'configmap/w3']);
    const child = kubectl.start(['get', 'cm', '-w', '--output-watch-events']);
    let seen = '';
    child.stdout?.on('data', (bytes: Buffer) => (seen += bytes.toString()));
    for (let tries = 0; tries < TRIES_MAX && !seen.includes('w3'); tries++) await setTimeout(20);
    lines('delete cm w1 w2');
    lines('apply -f -', map('1').replace('"m"', '"w4"'));
    for (let tries = 0; tries < TRIES_MAX && !seen.includes('w4'); tries++) await setTimeout(20);
    child.kill();
    await once(child, 'close');
    const rows = seen
      .trimEnd()
      .split('\n')
      .map((line) => withoutAge(line.trim().replace(/ +/g, ' ')));
    expect(rows).to.deep.equal([
      'EVENT NAME DATA',
      'ADDED m 1',
      'ADDED w1 1',
      'ADDED w2 1',
      'ADDED w3 1',
      'DELETED w1 1',
      'DELETED w2 1',
      'ADDED w4 1',
    ]);
  });

  it('deletes, dry and then truly, and waits until it is gone', () => {
    expect(lines('delete cm w3 --dry-run=server')).to.deep.equal(['configmap "w3" deleted (server dry run)']);
    expect(lines('get cm w3 -o name')).to.deep.equal(['configmap/w3']);
    expect(lines('delete -f - --timeout=10s', deployment('x', 1))).to.have.length(3);
    const { code, error } = kubectl.run(['get', 'deploy', 'web']);
    expect([code, error.trim()]).to.deep.equal([1, 'Error from server (NotFound): deployments.apps "web" not found']);
    lines('apply -f -', '{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"n"}}');
    expect(lines('delete namespace n --timeout=10s')).to.deep.equal(['namespace "n" deleted']);
  });
});
