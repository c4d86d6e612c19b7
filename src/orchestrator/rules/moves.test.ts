// Goal: the tables of moves say what their pictures say, and the lists of steps keep to their order: checks first, effects after.
// Method: the tables printed as tables, row by row; the lists walked once.
import { expect } from 'chai';
import { cloudMoves, clusterMoves, correctStateRules, deleteSteps, deploymentMoves, type Moves, moveSteps } from './index.js';

const verbs = ['approve', 'instantiate', 'terminate', 'stop', 'update', 'rollback', 'migrate', 'apply'] as const;

function rows(moves: Moves, states: readonly string[]): readonly string[] {
  return verbs.flatMap((verb) => {
    const move = moves[verb];
    return move === undefined ? [] : [`${verb}: ${states.map((state) => move.from[state] ?? '-').join(' ')} while ${move.while.join(' ')}`];
  });
}

describe('orchestrator/rules: moves', () => {
  it('of a deployment intent group are these', () => {
    const states = ['Created', 'Approved', 'Instantiated', 'InstantiateStopped', 'Terminated', 'TerminateStopped'];
    expect(rows(deploymentMoves, states)).to.deep.equal([
      'approve: Approved Approved - - - - while None Terminated',
      'instantiate: - Instantiated - - Instantiated Instantiated while None Terminated',
      'terminate: - - Terminated Terminated - Terminated while Instantiating Instantiated InstantiateFailed Updating InstantiateStopped TerminateStopped',
      'stop: - - InstantiateStopped - TerminateStopped - while Instantiating InstantiateFailed Updating Terminating',
      'update: - - Instantiated Instantiated - - while Instantiating Instantiated InstantiateFailed Updating InstantiateStopped',
      'rollback: - - Instantiated Instantiated - - while Instantiating Instantiated InstantiateFailed Updating InstantiateStopped',
      'migrate: - - Updated Updated - - while Instantiating Instantiated InstantiateFailed Updating InstantiateStopped',
    ]);
  });

  it('of a logical cloud are these', () => {
    expect(rows(cloudMoves, ['Created', 'Instantiated', 'InstantiateStopped', 'Terminated', 'TerminateStopped'])).to.deep.equal([
      'instantiate: Instantiated - - Instantiated Instantiated while None Terminated',
      'terminate: - Terminated Terminated - Terminated while Instantiating Instantiated InstantiateFailed Updating InstantiateStopped TerminateStopped',
      'stop: - InstantiateStopped - TerminateStopped - while Instantiating InstantiateFailed Updating Terminating',
      'update: - Instantiated Instantiated - - while Instantiated InstantiateFailed InstantiateStopped',
    ]);
  });

  it('of the networks of a cluster are these', () => {
    expect(rows(clusterMoves, ['Created', 'Applied', 'InstantiateStopped', 'Terminated', 'TerminateStopped', 'Forgotten'])).to.deep.equal([
      'terminate: - Terminated Terminated - Terminated - while Instantiating Instantiated InstantiateFailed Updating InstantiateStopped TerminateStopped',
      'stop: - InstantiateStopped - TerminateStopped - - while Instantiating InstantiateFailed Updating Terminating',
      'apply: Applied - - Applied Applied - while None Terminated',
    ]);
  });

  it('are legal in no status of a context that is lost', () => {
    for (const moves of Object.values(correctStateRules.moves))
      for (const move of Object.values(moves)) expect(move?.while).to.not.include('Lost');
    expect(correctStateRules.deletable).to.deep.equal(['None', 'Terminated']);
  });

  it('check before they act, begin with the table and end with the record', () => {
    const effects = new Set([
      'protect',
      'drop-old-context',
      'make-context',
      'change-context',
      'turn-absent',
      'hold',
      'hand-over',
      'record',
    ]);
    for (const lists of Object.values(moveSteps)) {
      for (const [verb, steps] of Object.entries(lists)) {
        const first = steps.findIndex((step) => effects.has(step));
        expect(
          steps.slice(first).every((step) => effects.has(step)),
          verb,
        ).to.equal(true);
        expect([steps[0], steps.at(-1)], verb).to.deep.equal(['legal', 'record']);
      }
    }
  });

  it('have steps for every verb of their table, and for a second start', () => {
    for (const [kind, moves] of Object.entries(correctStateRules.moves)) {
      expect(Object.keys(moveSteps[kind] ?? {}).sort(), kind).to.deep.equal(
        [...Object.keys(moves), kind === 'cluster' ? 'reapply' : 'reinstantiate'].sort(),
      );
    }
  });

  it('delete what has a life cycle only after everything that can refuse', () => {
    for (const steps of Object.values(deleteSteps)) {
      const wipe = steps.findIndex((step) => step === 'wipe-context' || step === 'remove');
      expect(steps.slice(0, wipe)).to.include.members(['childless', 'unreferenced']);
      expect(steps.slice(wipe).every((step) => ['wipe-context', 'remove', 'unregister'].includes(step))).to.equal(true);
    }
  });
});
