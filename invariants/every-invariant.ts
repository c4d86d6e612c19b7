import type { Invariant } from '../src/contract/index.js';
import { refusedCallsLeaveNothing } from './atomicity/refused-calls-leave-nothing.js';
import { restIsQuiet } from './churn/rest-is-quiet.js';
import { layersAgree } from './convergence/layers-agree.js';
import { repeatsChangeNothing } from './idempotence/repeats-change-nothing.js';
import { cloudsKeepApart } from './isolation/clouds-keep-apart.js';
import { acceptedCallsAreLegal } from './legality/accepted-calls-are-legal.js';
import { insistedVersionsHold } from './legality/insisted-versions-hold.js';
import { changesAreRecorded } from './lifecycle/changes-are-recorded.js';
import { historiesAreKept } from './lifecycle/histories-are-kept.js';
import { movesAreLegal } from './lifecycle/moves-are-legal.js';
import { motionEnds } from './liveness/motion-ends.js';
import { revisionsRise } from './monotonicity/revisions-rise.js';
import { nothingIsOrphaned } from './orphan/nothing-is-orphaned.js';
import { acknowledgedWritesStay } from './recoverability/acknowledged-writes-stay.js';
import { canBeEmptied } from './recoverability/can-be-emptied.js';
import { canaryCompletes } from './recoverability/canary-completes.js';
import { namesLeadSomewhere } from './referential/names-lead-somewhere.js';
import { referencesExist } from './referential/references-exist.js';
import { answersInTime } from './service/answers-in-time.js';
import { answersLeadOn } from './service/answers-lead-on.js';
import { nodesStayUp } from './service/nodes-stay-up.js';
import { noInternalErrors } from './service/no-internal-errors.js';
import { statusIsTrue } from './truth/status-is-true.js';

/** Every judge that needs to be told nothing. One bug often breaks several claims: those that name its cause come before those that name what follows. */
export const everyInvariant: readonly Invariant[] = [
  nodesStayUp,
  noInternalErrors,
  refusedCallsLeaveNothing,
  nothingIsOrphaned,
  statusIsTrue,
  insistedVersionsHold,
  acceptedCallsAreLegal,
  movesAreLegal,
  changesAreRecorded,
  historiesAreKept,
  cloudsKeepApart,
  repeatsChangeNothing,
  revisionsRise,
  acknowledgedWritesStay,
  canBeEmptied,
  referencesExist,
  namesLeadSomewhere,
  motionEnds,
  layersAgree,
  canaryCompletes,
  restIsQuiet,
  answersInTime,
  answersLeadOn,
];
