// Goal: each defect of the life cycle does what its entry says, and the correct rules do not.
// Method: one hand-made sequence of calls per defect, told with and without it.
import { expect } from 'chai';
import { correctRules, type Defect } from '../rules/index.js';
import { achieve, drop, move, post, put, short, type Story, tell, work } from '../state/story.js';
import { approved, both, cloudDown, cloudUp, dropped, entries, entry, moves, running, stateOf, unrecorded } from '../state/tell-both.js';
import { app, cloud, group, intents, setUp, setUpGroup } from '../state/world.js';
import { defect as ambiguousTimeoutCompensates } from './ambiguous-timeout-compensates.js';
import { defect as approveWhileTerminating } from './approve-while-terminating.js';
import { defect as cloudGuardFailsOpen } from './cloud-guard-fails-open.js';
import { defect as contextBeforeChecks } from './context-before-checks.js';
import { defect as deadClusterPinsAll } from './dead-cluster-pins-all.js';
import { defect as deleteBeforeCheck } from './delete-before-check.js';
import { defect as deleteOldBeforeBuildNew } from './delete-old-before-build-new.js';
import { defect as dropPhaseLost } from './drop-phase-lost.js';
import { defect as editKeepsApproval } from './edit-keeps-approval.js';
import { defect as historyTruncated } from './history-truncated.js';
import { defect as migrateChecksLate } from './migrate-checks-late.js';
import { defect as migratedSourceApproved } from './migrated-source-approved.js';
import { defect as namespaceMovesUnderLoad } from './namespace-moves-under-load.js';
import { defect as namespaceShared } from './namespace-shared.js';
import { defect as permissionCheckedLate } from './permission-checked-late.js';
import { defect as placeWithoutNamespace } from './place-without-namespace.js';
import { defect as restartWhileTerminating } from './restart-while-terminating.js';
import { defect as revisionReused } from './revision-reused.js';
import { defect as rollbackToZero } from './rollback-to-zero.js';
import { defect as rollbackUnguarded } from './rollback-unguarded.js';
import { defect as silentNoOp } from './silent-no-op.js';
import { defect as stopOnIdle } from './stop-on-idle.js';
import { defect as terminateNewestOnly } from './terminate-newest-only.js';
import { defect as wipedByPrefix } from './wiped-by-prefix.js';

const dig = 'deployment-intent-group';
const back = (told: Story, revision: string): string => short(move(told, dig, group, 'rollback', { spec: { revision } }));
const itemsOf = (told: Story): number =>
  entries(told, 'contexts').reduce((sum, each) => sum + ((each['items'] ?? []) as readonly unknown[]).length, 0);
const onlyOne = { allOf: [{ clusterProvider: 'c', cluster: 'one' }] };

/** The next update drops what is on the second cluster. */
function narrow(told: Story): void {
  put(told, 'app-intent', `${intents}/app-intents/i`, { app: 'web', intent: onlyOne });
}

describe('orchestrator/defects: life cycle', () => {
  it('delete-before-check (D10): a refused delete leaves a cloud that nothing can be done with', () => {
    const [correct, defective] = both(deleteBeforeCheck, (told) => {
      cloudUp(told);
      cloudDown(told);
      const refused = dropped(told, 'logical-cloud', cloud);
      for (const child of ['cluster-references/r1', 'cluster-references/r2', 'user-permissions/u'])
        drop(told, child.split('/')[0]?.slice(0, -1) ?? '', `${cloud}/${child}`);
      return [
        refused,
        ...(['instantiate', 'terminate', 'update'] as const).map((verb) => short(move(told, 'logical-cloud', cloud, verb))),
        dropped(told, 'logical-cloud', cloud),
      ];
    });
    expect(correct).to.deep.equal(['409 HAS_CHILDREN', '409 PERMISSION_MISSING', '409 ILLEGAL_STATE', '409 ILLEGAL_STATE', '204']);
    expect(defective).to.deep.equal(['409 HAS_CHILDREN', ...Array<string>(4).fill('409 ILLEGAL_STATE')]);
  });

  it('edit-keeps-approval (D12): what nobody approved is deployed', () => {
    const [correct, defective] = both(editKeepsApproval, (told) => {
      approved(told);
      narrow(told);
      return moves(told, 'instantiate');
    });
    expect([correct, defective]).to.deep.equal([['409 ILLEGAL_STATE'], ['202']]);
  });

  it('approve-while-terminating (D13): a group is approved while it still goes', () => {
    const [correct, defective] = both(approveWhileTerminating, (told) => {
      running(told);
      return [...moves(told, 'terminate', 'approve'), stateOf(told)];
    });
    expect(correct).to.deep.equal(['202', '409 ILLEGAL_STATE', 'Terminated Terminating']);
    expect(defective).to.deep.equal(['202', '202', 'Approved Terminating']);
  });

  it('rollback-unguarded (D14): a rollback of what is gone is accepted, and says that it is there', () => {
    const [correct, defective] = both(rollbackUnguarded, (told) => {
      running(told);
      moves(told, 'terminate');
      achieve(told);
      return [back(told, '1'), entry(told, group)?.['state']];
    });
    expect(correct).to.deep.equal(['409 ILLEGAL_STATE', 'Terminated']);
    expect(defective).to.deep.equal(['202', 'Instantiated']);
  });

  it('rollback-to-zero (D15): a rollback to before the first revision takes everything away', () => {
    const [correct, defective] = both(rollbackToZero, (told) => {
      running(told);
      const answer = back(told, '0');
      achieve(told);
      return [answer, stateOf(told), itemsOf(told) > 4];
    });
    expect(correct).to.deep.equal(['409 REVISION_MISSING', 'Instantiated Instantiated', true]);
    expect(defective).to.deep.equal(['202', 'Instantiated Instantiated', false]);
  });

  it('restart-while-terminating (D16): a second start drops a context that still goes', () => {
    const [correct, defective] = both(restartWhileTerminating, (told) => {
      running(told);
      const first = entry(told, group)?.['contextId'];
      const answers = moves(told, 'terminate', 'instantiate');
      return [answers, entries(told, 'contexts').some((each) => each['id'] === first)];
    });
    expect(correct).to.deep.equal([['202', '409 ILLEGAL_STATE'], true]);
    expect(defective).to.deep.equal([['202', '202'], false]);
  });

  /** A second version of the composite app with a group of its own, that nobody approved. */
  function target(told: Story): void {
    running(told);
    const v2 = app.replace('/v1', '/v2');
    post(told, 'composite-app', v2, { compositeAppVersion: 'v2' });
    post(told, 'app', `${v2}/apps/web`, {}, told.state.documents.get(`${app}/apps/web`)?.payload ?? null);
    post(told, 'composite-profile', `${v2}/composite-profiles/cp`);
    post(told, 'profile', `${v2}/composite-profiles/cp/profiles/pr`, { app: 'web' }, { files: { 'override_values.yaml': 'text: two\n' } });
    setUpGroup(told, `${v2}/deployment-intent-groups/d`);
  }
  const migrate = (told: Story): string =>
    short(move(told, dig, group, 'migrate', { spec: { targetCompositeAppVersion: 'v2', targetDeploymentIntentGroup: 'd' } }));

  it('migrate-checks-late (D18): a migrate that is refused has handed the context over', () => {
    const [correct, defective] = both(migrateChecksLate, (told) => {
      target(told);
      put(told, dig, `${app.replace('/v1', '/v2')}/deployment-intent-groups/d`, {
        compositeProfile: 'cp',
        version: 'r2',
        logicalCloud: 'l',
        overrideValues: [],
      });
      const context = entry(told, group)?.['contextId'];
      return [migrate(told), entries(told, 'contexts').find((each) => each['id'] === context)?.['owner'] === group];
    });
    expect(correct).to.deep.equal(['409 TARGET_NOT_APPROVED', true]);
    expect(defective).to.deep.equal(['409 TARGET_NOT_APPROVED', false]);
  });

  it('migrated-source-approved (D19): a group that was migrated away from is approved again', () => {
    const [correct, defective] = both(migratedSourceApproved, (told) => {
      target(told);
      return [migrate(told), ...moves(told, 'approve')];
    });
    expect(correct).to.deep.equal(['202', '409 ILLEGAL_STATE']);
    expect(defective).to.deep.equal(['202', '202']);
  });

  it('stop-on-idle (D20): a group that runs is held for no reason', () => {
    const [correct, defective] = both(stopOnIdle, (told) => {
      running(told);
      return [...moves(told, 'stop'), stateOf(told)];
    });
    expect(correct).to.deep.equal(['409 ILLEGAL_STATE', 'Instantiated Instantiated']);
    expect(defective).to.deep.equal(['202', 'InstantiateStopped InstantiateStopped']);
  });

  it('silent-no-op (D21): an update of a cloud that is down is accepted, and nothing happens', () => {
    const [correct, defective] = both(silentNoOp, (told) => {
      setUp(told);
      return [short(move(told, 'logical-cloud', cloud, 'update')), entry(told, cloud)?.['state'], ...moves(told, 'terminate')];
    });
    expect(correct).to.deep.equal(['409 ILLEGAL_STATE', 'Created', '409 ILLEGAL_STATE']);
    expect(defective).to.deep.equal(['202', 'Created', '409 ILLEGAL_STATE']);
  });

  it('namespace-moves-under-load (D22): the namespace of a cloud changes while it is up', () => {
    const [correct, defective] = both(namespaceMovesUnderLoad, (told) => {
      cloudUp(told);
      return short(put(told, 'logical-cloud', cloud, { level: '1', namespace: 'elsewhere' }));
    });
    expect([correct, defective]).to.deep.equal(['409 ILLEGAL_STATE', '200']);
  });

  it('cloud-guard-fails-open (D23): a cloud is taken down under a group that runs in it', () => {
    const [correct, defective] = both(cloudGuardFailsOpen, (told) => {
      running(told);
      return short(move(told, 'logical-cloud', cloud, 'terminate'));
    });
    expect([correct, defective]).to.deep.equal(['409 CLOUD_IN_USE', '202']);
  });

  it('context-before-checks (D25): an instantiate that is refused leaves a context that nobody records', () => {
    const [correct, defective] = both(contextBeforeChecks, (told) => {
      running(told);
      const other = `${app}/deployment-intent-groups/other`;
      setUpGroup(told, other);
      return [short(move(told, dig, other, 'instantiate')), unrecorded(told)];
    });
    expect(correct).to.deep.equal(['409 OBJECT_TAKEN', 0]);
    expect(defective).to.deep.equal(['409 OBJECT_TAKEN', 1]);
  });

  it('drop-phase-lost (D28): what an update only drops stays for ever', () => {
    const [correct, defective] = both(dropPhaseLost, (told) => {
      running(told);
      narrow(told);
      moves(told, 'update');
      achieve(told);
      return stateOf(told);
    });
    expect([correct, defective]).to.deep.equal(['Instantiated Instantiated', 'Instantiated Updating']);
  });

  it('ambiguous-timeout-compensates (D34): a context that one cluster did not answer about is dropped, and its group stays behind', () => {
    const unanswered = (told: Story, silent: string): void => {
      for (const { server, epoch, items } of work(told).servers) {
        const results = items.map(
          ({ context, resource, version }) => ({ context, resource, version, status: 'Retrying', ready: false, reason: silent }) as const,
        );
        tell(told, { do: 'report', server, holder: 'syncer-1', epoch, results });
      }
    };
    const after = (silent: string) =>
      both(ambiguousTimeoutCompensates, (told) => {
        approved(told);
        moves(told, 'instantiate');
        unanswered(told, silent);
        achieve(told);
        return stateOf(told);
      });
    expect(after('CLUSTER_UNREACHABLE')).to.deep.equal(['Instantiated Instantiated', 'Instantiated None']);
    expect(after('CLUSTER_ANSWERED_503')).to.deep.equal(['Instantiated Instantiated', 'Instantiated Instantiated']);
  });

  it('delete-old-before-build-new (D33): a second instantiate that is refused leaves a cloud that can never be deleted', () => {
    const [correct, defective] = both(deleteOldBeforeBuildNew, (told) => {
      cloudUp(told);
      cloudDown(told);
      drop(told, 'user-permission', `${cloud}/user-permissions/u`);
      const refused = short(move(told, 'logical-cloud', cloud, 'instantiate'));
      drop(told, 'cluster-reference', `${cloud}/cluster-references/r1`);
      drop(told, 'cluster-reference', `${cloud}/cluster-references/r2`);
      return [refused, dropped(told, 'logical-cloud', cloud)];
    });
    expect(correct).to.deep.equal(['409 PERMISSION_MISSING', '204']);
    expect(defective).to.deep.equal(['409 PERMISSION_MISSING', '409 ILLEGAL_STATE']);
  });

  it('terminate-newest-only (D40): what an update had not dropped yet is nobody’s', () => {
    const [correct, defective] = both(terminateNewestOnly, (told) => {
      running(told);
      put(
        told,
        'app',
        `${app}/apps/web`,
        {},
        { files: { 'templates/c.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: new\n', 'values.yaml': '{}\n' } },
      );
      narrow(told);
      moves(told, 'update', 'terminate');
      return itemsOf(told);
    });
    expect(correct).to.be.above(defective);
  });

  it('dead-cluster-pins-all (D41): a terminate waits for a cluster that was forgotten', () => {
    const [correct, defective] = both(deadClusterPinsAll, (told) => {
      running(told);
      moves(told, 'terminate');
      achieve(told, ['s1']);
      const forgotten = short(move(told, 'cluster', '/cluster-providers/c/clusters/two', 'forget'));
      achieve(told);
      return [forgotten, stateOf(told)];
    });
    expect(correct).to.deep.equal(['202', 'Terminated Terminated']);
    expect(defective).to.deep.equal(['202', 'Terminated Terminating']);
  });

  it('place-without-namespace (D44): an object of the same name in another namespace is in the way', () => {
    const { placeOf } = placeWithoutNamespace.replace(correctRules).state;
    const [one, other] = ['v1/ConfigMap/a/x', 'v1/ConfigMap/b/x'];
    expect(correctRules.state.placeOf('s', one)).to.not.equal(correctRules.state.placeOf('s', other));
    expect(placeOf('s', one)).to.equal(placeOf('s', other));
    expect(placeOf('s', one)).to.not.equal(placeOf('t', one));
  });

  it('namespace-shared (D45): a second cloud takes a namespace that another has', () => {
    const second = '/projects/p/logical-clouds/second';
    const [correct, defective] = both(namespaceShared, (told) => {
      cloudUp(told);
      post(told, 'logical-cloud', second, { level: '1', namespace: 'ns' });
      post(told, 'user-permission', `${second}/user-permissions/u`, { namespace: 'ns' });
      post(told, 'cluster-reference', `${second}/cluster-references/r`, { clusterProvider: 'c', cluster: 'one' });
      return short(move(told, 'logical-cloud', second, 'instantiate'));
    });
    expect([correct, defective]).to.deep.equal(['409 NAMESPACE_TAKEN', '202']);
  });

  it('revision-reused (D47): a second incarnation counts from 1 again', () => {
    const [correct, defective] = both(revisionReused, (told) => {
      running(told);
      moves(told, 'terminate');
      achieve(told);
      moves(told, 'instantiate');
      return entry(told, group)?.['revision'];
    });
    expect([correct, defective]).to.deep.equal([2, 1]);
  });

  it('history-truncated (D49): of what was done to a group the last is left', () => {
    const [correct, defective] = both(historyTruncated, (told) => {
      running(told);
      return ((entry(told, group)?.['actions'] ?? []) as readonly { readonly state: string }[]).map(({ state }) => state);
    });
    expect(correct).to.deep.equal(['Created', 'Approved', 'Instantiated']);
    expect(defective).to.deep.equal(['Instantiated']);
  });

  it('wiped-by-prefix (D53): a context goes because another has the beginning of its name', () => {
    const { wipes } = wipedByPrefix.replace(correctRules).state;
    expect([wipes('c12', 'c12'), wipes('c12', 'c123'), wipes('c12', 'c13')]).to.deep.equal([true, true, false]);
    expect([correctRules.state.wipes('c12', 'c12'), correctRules.state.wipes('c12', 'c123')]).to.deep.equal([true, false]);
  });

  it('permission-checked-late (D60): an update that is refused has changed the context', () => {
    const [correct, defective] = both(permissionCheckedLate, (told) => {
      cloudUp(told);
      drop(told, 'user-permission', `${cloud}/user-permissions/u`);
      drop(told, 'cluster-reference', `${cloud}/cluster-references/r2`);
      const before = itemsOf(told);
      return [short(move(told, 'logical-cloud', cloud, 'update')), before - itemsOf(told) === 0, entries(told, 'contexts')[0]?.['status']];
    });
    expect(correct).to.deep.equal(['409 PERMISSION_MISSING', true, 'Instantiated']);
    expect(defective).to.deep.equal(['409 PERMISSION_MISSING', true, 'Updating']);
  });

  it('stop at the gap that they make: everything else is answered as ever', () => {
    const walk = (told: Story): readonly string[] => {
      running(told);
      const first = moves(told, 'approve', 'instantiate', 'update');
      achieve(told);
      const second = moves(told, 'terminate');
      achieve(told);
      return [...first, ...second, ...moves(told, 'instantiate')];
    };
    const expected = ['409 ILLEGAL_STATE', '409 ILLEGAL_STATE', '202', '202', '202'];
    const these: readonly Defect[] = [
      approveWhileTerminating,
      rollbackUnguarded,
      stopOnIdle,
      silentNoOp,
      revisionReused,
      contextBeforeChecks,
    ];
    for (const defect of these) expect(both(defect, walk), defect.name).to.deep.equal([expected, expected]);
  });
});
