// Goal: our cluster is to a syncer what a Kubernetes API server is.
// Method: one suite, put to a process of ours always, and to a Kubernetes API server with its etcd where both are installed.
import { ApiServer } from './api-server.js';
import { ClusterNode } from './cluster-node.js';
import { describeContract } from './contract.js';
import { describeDifferential } from './differential.js';
import { missingPrograms } from './missing-programs.js';

const missing = missingPrograms(['kube-apiserver', 'etcd']);
const START_MILLIS_MAX = 120_000;
const NEVER = 3_600_000_000;

describe('a cluster of ours', () => {
  // As with Kubernetes below, no controller works beside the suite: between two of its calls nothing changes by itself, however long they take.
  const node = new ClusterNode({ watchHistoryMax: 10_000 }, { clusterPace: NEVER });
  before(() => node.start());
  after(() => node.end());
  describeContract('ours', node);
});

describe('a Kubernetes API server', function () {
  this.timeout(START_MILLIS_MAX);
  if (missing.length > 0) {
    it.skip(`skipped, because there is no ${missing.join(' and no ')} on the PATH`);
    return;
  }
  const server = new ApiServer();
  before(() => server.start());
  after(() => server.end());
  describeContract('Kubernetes', server);
  describeDifferential(server);
});
