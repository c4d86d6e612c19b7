/** Mutants that the rules have and that nobody could tell from the correct orchestrator, with the reason. They are left out of the list. */
export const equivalent: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['instantiate', 'reinstantiate', 'update'].flatMap((list) => [
      [`step-cloud-${list}-drop-namespace-free`, 'the namespace is an object, too, and found taken as one'],
      [`step-cloud-${list}-drop-objects-free`, 'of what a cloud makes only the namespace can be taken, and that is asked by itself'],
    ]),
  ),
  ...Object.fromEntries(
    ['network', 'provider-network'].flatMap((kind) => [
      [`step-${kind}-delete-drop-childless`, 'nothing can be inside one'],
      [`step-${kind}-delete-drop-unreferenced`, 'nothing names one'],
      [`step-${kind}-delete-swap-unreferenced-remove`, 'nothing names one'],
    ]),
  ),
  'step-deployment-delete-drop-unreferenced': 'nothing names a group',
  'step-deployment-delete-swap-unreferenced-wipe-context': 'nothing names a group',
  'epoch-any-holds': 'no epoch that is asked about is higher: the same as epoch-older-holds',
  'epoch-newer-holds': 'no epoch that is asked about is higher',
  'holder-anyone': 'an epoch is granted to one holder only, and is asked for first',
  'results-of-older-versions': 'no result is about a later version: the same as results-of-any-version',
  'revision-skips-one': 'revisions need only rise',
  'retires-when-arrived': 'the same at rest, only later',
  'work-always': 'a superseded holder has given up before it is asked: the same as work-ungranted',
  'work-older': 'a superseded holder has given up before it is asked',
  'watch-ended-relist': 'a list says what a watch would',
  'sweep-always-full': 'only more work',
  'raft-vote-once-only': 'a lost vote costs one more term',
  'manager-lease-half': 'any time that is longer than a look is right',
  'manager-append-log': 'shows only where a disk rots',
  'manager-snapshot-snapshot': 'the log is cut at the next start',
};
