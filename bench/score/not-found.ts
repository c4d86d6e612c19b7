// Why some faults are not found. Defects are named by their numbers: no source file but its own names one.

/** By number of the catalogue; a test wants one for each defect without a finding, and none for the others. */
export const reasonsOfDefects: Readonly<Record<string, string>> = {
  A13: 'Campaigns run without grants: every caller may call everywhere. The matrix of routes and callers in `gateway/authority.test.ts` sees it.',
  D05: 'A replace must name something new, and just that must then be deleted while nothing else names it: other seeds meet it in 80 runs, this one did not.',
  D34b: 'A request that comes too late is refused by the fence, or the sweep collects what it made before anyone looks at rest.',
  D30: 'Two must work one server while a slow request of the first is still under way: another configuration met it after 59 s.',
  D31: 'The disk must fail just where a quorum hangs on it, and that node fall next: another configuration met it after 36 s.',
  D36: 'Runs have few kinds of objects, and the next epoch uses the same ones: its partial sweeps find what was left.',
  D40: 'What the older contexts left is collected by the next sweep before anyone looks at rest: another seed met it once in 700 runs.',
  D42: 'It is said for the few milliseconds until the cluster reports on the new object; nobody asks for the status within them.',
  D44: 'Two clouds with different namespaces must run an object of one name on one cluster, and no judge calls the refusal wrong that follows.',
  D48a: 'What a late request leaves is collected by the next sweep, and what it takes away is made again; judges look at rest.',
  D48b: 'Every node is up again after the heal, the holder of the lease too; that its work stood still during the fault is not judged.',
  D48c: 'A report must also come from whom the managers name as the holder, and whoever was replaced is not; a claim still gets a new epoch.',
  D48d: 'A syncer works only what is listed under its own name and epoch: it keeps the server in its memory and does nothing with it.',
  D48e: 'Two syncers must claim one server in the same instant: another configuration met it after 55 s.',
  D48f: 'Syncers claim only what is listed as free, so nobody asks for what a living one holds.',
  D53: 'A context must be deleted while one lives whose number begins with its own, such as c12 and c123: some 370 runs for each.',
  D57: 'What is collected by mistake is missed by the watch and made again at once; judges look at rest.',
  D58: 'The queue moves on once the fault is healed; that others waited behind it during the fault is not judged.',
  D63: 'One run in two hundred has a watch that loses events, and what it loses must matter to a status; drawn alone, with `--only-faults cluster-loses-events drift-delete`, it shows.',
  D64: 'One run in two hundred has a proxy that answers for a cluster; drawn alone, with `--only-faults cluster-garbles`, it shows within 5 runs.',
  R1: 'Whoever voted must restart, and a second candidate of the same term must ask it, all within one election.',
  R2: 'The crash must fall between telling and saving one vote, and a second candidate of the same term must ask after the restart.',
  R4: 'It takes three leaders in a row, the second of them gone after it told a majority and before it wrote an entry of its own.',
  R7: 'A gateway must still reach a leader that was replaced while another one, which does not, writes the same document.',
  R11: 'A follower must miss entries just as leaders change, and be asked for what it lacks: another configuration met it after 7 s.',
  R12: 'It costs one more election as somebody comes back; at rest, when leaders must stay, nobody comes back.',
  R14: 'The leader only sends entries again that the other has: slower, and never wrong.',
};

const seldom = 'Shows only where just that call meets just that state; stopped and failed ones come in few runs.';
const between = 'Somebody must change the object by hand within the milliseconds between the look at it and the write.';

/** By the name of a mutant, without its mark; `*` stands for any text. The first that fits counts. A test wants a reason for each survivor. */
export const reasonsOfMutants: readonly (readonly [pattern: string, reason: string])[] = [
  ['gateway-authority-*', 'Campaigns run without grants: every caller may call everywhere.'],
  [
    'log-time-*',
    'The clock of a leader must gain more than an election takes, the leader fall, and calls come just before and just after.',
  ],
  [
    'epoch-not-raised',
    'Only one of the two is listed as the holder, and the cluster refuses request numbers that it has seen: it needs some 570 runs to show as work that does not end.',
  ],
  ['epoch-older-holds', reasonOf('D48c')],
  ['fence-*', reasonOf('D48a')],
  ['barrier-*', reasonOf('D34b')],
  ['sweep-never-full', reasonOf('D36')],
  ['sweep-swap-list-ask', reasonOf('D57')],
  [
    'work-ungranted',
    'The cluster refuses request numbers that it has seen: the second worker only wastes tries, and needs some 570 runs to show as work that does not end.',
  ],
  ['grant-never-lost', reasonOf('D48d')],
  ['setback-stops', reasonOf('D58')],
  ['wipe-by-prefix', reasonOf('D53')],
  ['manager-lease-endless', reasonOf('D48b')],
  ['manager-claim-always', reasonOf('D48f')],
  [
    'manager-snapshot-log*',
    'A manager must fall between two writes of a log that is cut within the run, and the others must have lost the entries, too.',
  ],
  ['raft-vote-say-then-save', reasonOf('R2')],
  ['raft-vote-say', reasonOf('R1')],
  ['raft-commit-any-term', reasonOf('R4')],
  ['raft-reads-at-once', reasonOf('R7')],
  ['raft-loyal-never', reasonOf('R12')],
  ['raft-refusals-all-new', reasonOf('R14')],
  ['move-*', seldom],
  ['deletable-*', seldom],
  ['movable-*', seldom],
  ['migrates-to-*', seldom],
  ['cloud-used-*', seldom],
  ['network-while-parent-*', 'A network must be made or applied just while its cluster is in that state.'],
  ['provider-network-while-parent-*', 'A network must be made or applied just while its cluster is in that state.'],
  ['apply-404-*', 'No campaign makes a cluster answer a write so: a namespace must go by hand between the look and the write.'],
  ['apply-422-*', 'No campaign makes a cluster answer a write so: the packages hold nothing that a cluster finds invalid.'],
  ['delete-409-*', between],
  ['delete-any-uid', between],
  ['update-any-version', between],
  ['manager-torn-log-*', 'The crash must fall within the last write of a log: as a defect, the same took 470 runs.'],
  ['put-makes-never', 'That a PUT of what is not there is refused is wrong by no judge.'],
  ['reference-from-*', 'What is named must be deleted while just this names it, and nothing else does.'],
  ['repair-missing-only', 'No judge knows how an object is to look, so one that was edited by hand and stays so is not seen.'],
  ['step-*-drop-objects-free', 'Another must have the objects at that moment, and the cluster refuses what belongs to another.'],
  ['step-*-swap-legal-*', 'What a refused call has changed is thrown away, so a check that comes later is as good.'],
  ['step-*-drop-protect', 'What was approved or runs must lose what it names; the other checks refuse most of that.'],
  ['step-*-drop-cloud-ready', 'The call must come while the cloud is not up, and the group has been approved.'],
  ['gateway-422-as-400', 'Both refuse; no judge knows which of them is right.'],
  ['put-keeps-refs', reasonOf('D05')],
  ['sweep-absent-*', reasonOf('D36')],
  ['watch-expired-stop', 'The history of a cluster is longer than what a run writes while a watch is away.'],
  ['raft-learners-elect', 'No campaign adds or removes managers.'],
  ['raft-change-*', 'No campaign adds or removes managers.'],
  ['raft-caught-up-*', 'No campaign adds or removes managers.'],
];

function reasonOf(number: string): string {
  return reasonsOfDefects[number] ?? '';
}

/** Why a mutant, named without its mark, survives; null: nobody says. */
export function reasonOfMutant(name: string): string | null {
  return reasonsOfMutants.find(([pattern]) => patternFits(pattern, name))?.[1] ?? null;
}

/** Whether a pattern of `reasonsOfMutants` fits a name without mark. */
export function patternFits(pattern: string, name: string): boolean {
  const [first = '', ...others] = pattern.split('*');
  if (others.length === 0) return name === pattern;
  const last = others.pop() ?? '';
  let place = first.length;
  if (!name.startsWith(first)) return false;
  for (const part of others) {
    const at = name.indexOf(part, place);
    if (at < 0) return false;
    place = at + part.length;
  }
  return name.length - place >= last.length && name.endsWith(last);
}
