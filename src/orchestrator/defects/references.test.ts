// Goal: each defect of referential integrity does what its entry says, and the correct rules do not.
// Method: one hand-made sequence of calls per defect, told with and without it.
import { expect } from 'chai';
import { apply, drop, move, post, put, short, type Story } from '../state/story.js';
import { admit } from '../state/index.js';
import { both, dangling, dropped, entry, running } from '../state/tell-both.js';
import { app, cloud, group, intents, setUp, setUpCloud } from '../state/world.js';
import type { Command } from '../wire/command.js';
import { defect as cascadeHole } from './cascade-hole.js';
import { defect as conditionalPutMakes } from './conditional-put-makes.js';
import { defect as crossGroupRefDropped } from './cross-group-ref-dropped.js';
import { defect as danglingRefAccepted } from './dangling-ref-accepted.js';
import { defect as dependentsCheckedEarly } from './dependents-checked-early.js';
import { defect as intentNameUnprotected } from './intent-name-unprotected.js';
import { defect as labelUnprotected } from './label-unprotected.js';
import { defect as parentByPrefix } from './parent-by-prefix.js';
import { defect as parentCheckedEarly } from './parent-checked-early.js';
import { defect as putKeepsOldRefs } from './put-keeps-old-refs.js';
import { defect as registrationSurvives } from './registration-survives.js';

const dig = 'deployment-intent-group';
const project = '/projects/p';
const makeApp: Command = { do: 'create', kind: 'composite-app', key: app, body: { metadata: { name: 'a' }, spec: {} }, payload: null };
const dropProject: Command = { do: 'delete', kind: 'project', key: project, ifMatch: null };

/** Two commands that a leader admits before it applies either. */
function atOnce(told: Story, ...commands: readonly Command[]): readonly string[] {
  const admitted = commands.map((command) => admit(told.state, command, told.rules));
  return commands.map((command, index) => {
    const answer = admitted[index] ?? apply(told, command).answer;
    return answer === null ? '' : short(answer);
  });
}

describe('orchestrator/defects: references', () => {
  it('dangling-ref-accepted (D01): a profile of no app is made', () => {
    const [correct, defective] = both(danglingRefAccepted, (told) => {
      setUpCloud(told);
      return short(post(told, 'profile', `${app}/composite-profiles/cp/profiles/x`, { app: 'nobody' }));
    });
    expect([correct, defective]).to.deep.equal(['404 REFERENCE_MISSING', '201']);
  });

  it('parent-checked-early (D02): a composite app that is made while its project goes is inside of nothing', () => {
    const [correct, defective] = both(parentCheckedEarly, (told) => {
      post(told, 'project', project);
      return [
        atOnce(told, dropProject, makeApp),
        dangling(told),
        short(apply(told, makeApp, 'again').answer ?? { status: 0, code: null, body: null, etag: null }),
      ];
    });
    expect(correct).to.deep.equal([['204', '404 PARENT_MISSING'], [], '404 PARENT_MISSING']);
    expect(defective).to.deep.equal([['204', '201'], [app], '409 ALREADY_EXISTS']);
  });

  it('dependents-checked-early (D55): a project goes while a composite app is made in it', () => {
    const [correct, defective] = both(dependentsCheckedEarly, (told) => {
      post(told, 'project', project);
      return [atOnce(told, makeApp, dropProject), dangling(told)];
    });
    expect(correct).to.deep.equal([['201', '409 HAS_CHILDREN'], []]);
    expect(defective).to.deep.equal([['201', '204'], [app]]);
  });

  it('parent-checked-early and dependents-checked-early: one call after the other is refused as ever', () => {
    for (const defect of [parentCheckedEarly, dependentsCheckedEarly]) {
      const [correct, defective] = both(defect, (told) => {
        const missing = short(post(told, 'composite-app', app));
        post(told, 'project', project);
        post(told, 'composite-app', app);
        return [missing, dropped(told, 'project', project)];
      });
      expect(correct).to.deep.equal(['404 PARENT_MISSING', '409 HAS_CHILDREN']);
      expect(defective).to.deep.equal(correct);
    }
  });

  it('parent-by-prefix (D03): a composite app is made in a project that is not there, because another begins with its name', () => {
    const [correct, defective] = both(parentByPrefix, (told) => {
      post(told, 'project', '/projects/p2');
      return [short(post(told, 'composite-app', app)), dangling(told)];
    });
    expect(correct).to.deep.equal(['404 PARENT_MISSING', []]);
    expect(defective).to.deep.equal(['201', [app]]);
  });

  it('conditional-put-makes (D04): a PUT with the tag of what is gone makes it anew', () => {
    const [correct, defective] = both(conditionalPutMakes, (told) => {
      const { etag } = post(told, 'project', project);
      drop(told, 'project', project);
      return [short(put(told, 'project', project, {}, null, etag)), entry(told, project) !== undefined];
    });
    expect(correct).to.deep.equal(['412 PRECONDITION_FAILED', false]);
    expect(defective).to.deep.equal(['201', true]);
  });

  it('put-keeps-old-refs (D05): after a PUT the old cloud is protected and the new one is not', () => {
    const other = '/projects/p/logical-clouds/other';
    const [correct, defective] = both(putKeepsOldRefs, (told) => {
      setUp(told);
      post(told, 'logical-cloud', other, { level: '1', namespace: 'other' });
      put(told, dig, group, { compositeProfile: 'cp', version: 'r1', logicalCloud: 'other', overrideValues: [] });
      return [dropped(told, 'logical-cloud', other), entry(told, group)?.['refs']];
    });
    expect(correct[0]).to.equal('409 REFERENCED');
    expect(correct[1]).to.include(other);
    expect(defective[0]).to.equal('204');
    expect(defective[1]).to.include(cloud);
  });

  it('label-unprotected (D06): the label by which a running group found its cluster goes', () => {
    const label = '/cluster-providers/c/clusters/two/labels/edge';
    const [correct, defective] = both(labelUnprotected, (told) => {
      running(told);
      return [dropped(told, 'label', label), short(move(told, dig, group, 'update'))];
    });
    expect(correct).to.deep.equal(['409 REFERENCED', '202']);
    expect(defective).to.deep.equal(['204', '202']);
  });

  it('intent-name-unprotected (D07): the placement that an approved group names is deleted, and its instantiate finds none', () => {
    const [correct, defective] = both(intentNameUnprotected, (told) => {
      running(told);
      drop(told, 'app-intent', `${intents}/app-intents/i`);
      return [dropped(told, 'generic-placement-intent', intents), short(move(told, dig, group, 'update'))];
    });
    expect(correct).to.deep.equal(['409 REFERENCED', '409 PLACEMENT_MISSING']);
    expect(defective).to.deep.equal(['204', '404 REFERENCE_MISSING']);
  });

  it('cross-group-ref-dropped (D08): a chain that a client in another group uses is deleted', () => {
    const chain = `${group}/network-chains/chain`;
    const [correct, defective] = both(crossGroupRefDropped, (told) => {
      setUp(told);
      const client = {
        chainEnd: 'left',
        sfcIntent: 'chain',
        compositeApp: 'a',
        compositeAppVersion: 'v1',
        deploymentIntentGroup: 'd',
        app: 'web',
        workloadResource: 'web',
        resourceType: 'Deployment',
      };
      const other = `${app}/deployment-intent-groups/other`;
      post(told, dig, other, { compositeProfile: 'cp', version: 'r1', logicalCloud: 'l', overrideValues: [] });
      return [
        short(post(told, 'network-chain', chain, { networkChain: 'x' })),
        short(post(told, 'sfc-client', `${other}/sfc-clients/c`, client)),
        dropped(told, 'network-chain', chain),
      ];
    });
    expect(correct).to.deep.equal(['201', '201', '409 REFERENCED']);
    expect(defective).to.deep.equal(['201', '201', '204']);
  });

  it('cascade-hole (D09): a group goes while the placement inside it stays', () => {
    const [correct, defective] = both(cascadeHole, (told) => {
      setUp(told);
      drop(told, 'group-intent', `${group}/intents/n`);
      return [dropped(told, dig, group), dangling(told)];
    });
    expect(correct).to.deep.equal(['409 HAS_CHILDREN', []]);
    expect(defective).to.deep.equal(['204', [intents]]);
  });

  it('registration-survives (D46): the server of a cluster that is gone is taken for ever', () => {
    const cluster = '/cluster-providers/c/clusters/one';
    const [correct, defective] = both(registrationSurvives, (told) => {
      post(told, 'cluster-provider', '/cluster-providers/c');
      post(told, 'cluster', cluster, {}, { server: 's1' });
      drop(told, 'cluster', cluster);
      return short(post(told, 'cluster', cluster, {}, { server: 's1' }));
    });
    expect([correct, defective]).to.deep.equal(['201', '409 SERVER_TAKEN']);
  });
});
