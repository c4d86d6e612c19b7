// The rules about documents and contexts that are tables of words or small functions: each word in or out, each function constant or off by one.
import { correctRules, replaceIn, type StateRules } from '../rules/index.js';
import { meetings, statuses } from './meetings.js';
import { type Mutant, mutantOf } from './mutant.js';

type Change = (rules: StateRules) => Partial<StateRules>;

export function documentMutants(): readonly Mutant[] {
  return [...lists(), ...tables(), ...functions];
}

function made(name: string, mechanism: string, change: Change): Mutant {
  return mutantOf(name, mechanism, (rules) => replaceIn(rules, 'state', change(rules.state)));
}

function flipped<T>(list: readonly T[], word: T): readonly T[] {
  return list.includes(word) ? list.filter((each) => each !== word) : [...list, word];
}

function lists(): readonly Mutant[] {
  const { deletable, movable, replaceable, migratesTo } = correctRules.state;
  const said = (list: readonly string[], word: string): string => (list.includes(word) ? 'forbidden' : 'allowed');
  return [
    ...statuses.map((status) =>
      made(
        `deletable-${status}-${said(deletable, status)}`,
        `Deleting while the context is ${status} is ${said(deletable, status)}.`,
        (state) => ({
          deletable: flipped(state.deletable, status),
        }),
      ),
    ),
    ...statuses.map((status) =>
      made(
        `movable-${status}-${said(movable, status)}`,
        `Another namespace while the context is ${status} is ${said(movable, status)}.`,
        (state) => ({
          movable: flipped(state.movable, status),
        }),
      ),
    ),
    ...Object.keys(meetings)
      .filter((word) => word !== 'Applied')
      .flatMap((word) => [
        made(
          `replaceable-${word}-${said(replaceable, word)}`,
          `Replacing a group in state ${word} is ${said(replaceable, word)}.`,
          (state) => ({
            replaceable: flipped(state.replaceable, word),
          }),
        ),
        made(
          `migrates-to-${word}-${said(migratesTo, word)}`,
          `Migrating to a group in state ${word} is ${said(migratesTo, word)}.`,
          (state) => ({
            migratesTo: flipped(state.migratesTo, word),
          }),
        ),
      ]),
    ...(['documents', 'contexts', 'servers', 'answers'] as const).map((table) =>
      made(`snapshot-without-${table}`, `A snapshot leaves out the ${table}.`, (state) => ({
        inSnapshot: flipped(state.inSnapshot, table),
      })),
    ),
  ];
}

function tables(): readonly Mutant[] {
  const { checkedAt, afterEdit, whileParent } = correctRules.state;
  return [
    ...(Object.keys(checkedAt) as (keyof typeof checkedAt)[]).map((check) =>
      made(`${check}-checked-early`, `The check of ${check} is made before the entry is proposed alone.`, (state) => ({
        checkedAt: { ...state.checkedAt, [check]: 'admit' },
      })),
    ),
    ...Object.keys(afterEdit).map((word) => made(`edit-keeps-${word}`, `An edit leaves a group ${word}.`, () => ({ afterEdit: {} }))),
    ...['Instantiated', 'InstantiateStopped', 'Terminated', 'TerminateStopped'].map((word) =>
      made(`edit-undoes-${word}`, `An edit takes a group from ${word} back to Created.`, (state) => ({
        afterEdit: { ...state.afterEdit, [word]: 'Created' },
      })),
    ),
    ...Object.entries(whileParent).flatMap(([kind, among]) =>
      statuses.map((status) =>
        made(
          `${kind}-while-parent-${status}-${among.includes(status) ? 'forbidden' : 'allowed'}`,
          `A ${kind} may, or may not, change while its cluster is ${status}.`,
          (state) => ({
            whileParent: { ...state.whileParent, [kind]: flipped(among, status) },
          }),
        ),
      ),
    ),
    ...['Instantiating', 'Instantiated', 'InstantiateFailed', 'InstantiateStopped', 'Updating', 'Terminating', 'TerminateStopped'].map(
      (word) =>
        made(`cloud-used-${word}-ignored`, `A group whose context is ${word} does not keep its cloud up.`, (state) => ({
          blocksCloud: (status) => status !== word && state.blocksCloud(status),
        })),
    ),
    ...['deployment-intent-group', 'logical-cloud', 'cluster'].map((kind) =>
      made(`illegal-${kind}-agreed`, `An illegal call on a ${kind} is answered like a legal one.`, (state) => ({
        whenIllegal: (of) => (of === kind ? 'agree' : state.whenIllegal(of)),
      })),
    ),
  ];
}

const isContext = (referrer: string): boolean => !referrer.startsWith('/');

const functions: readonly Mutant[] = [
  made('references-none-missing', 'No reference counts as missing.', () => ({ missingReferences: () => [] })),
  made('references-all-missing', 'Every reference counts as missing.', () => ({ missingReferences: (wanted) => wanted })),
  made('references-none-protect', 'Nothing is protected by its name.', () => ({ protects: () => false })),
  made('referrers-none-count', 'Who names a document does not keep it.', () => ({ referencedBy: () => [] })),
  made('referrers-contexts-ignored', 'Contexts do not keep what they use.', () => ({
    referencedBy: (referrers) => referrers.filter((each) => !isContext(each)),
  })),
  made('referrers-documents-ignored', 'Documents do not keep what they name.', () => ({
    referencedBy: (referrers) => referrers.filter(isContext),
  })),
  made('referrers-first-ignored', 'The first of those that name a document is passed over.', () => ({
    referencedBy: (referrers) => referrers.slice(1),
  })),
  made('children-none-count', 'What is inside a document does not keep it.', () => ({ childrenOf: () => [] })),
  made('children-first-ignored', 'The first of those inside a document is passed over.', () => ({
    childrenOf: (children) => children.slice(1),
  })),
  made('parent-always-there', 'Whether the parent exists is not asked.', () => ({ isThere: () => true })),
  made('parent-by-beginning', 'A parent is there when a key begins like it.', () => ({
    isThere: (key, documents) => [...documents.keys()].some((each) => each.startsWith(key)),
  })),
  made('if-match-ignored', 'If-Match is not looked at.', () => ({ matches: () => true })),
  made('if-match-negated', 'If-Match is met by every other tag.', (state) => ({
    matches: (ifMatch, etag) => ifMatch === null || !state.matches(ifMatch, etag),
  })),
  made('if-match-star-unknown', 'If-Match: * is met by nothing.', () => ({
    matches: (ifMatch, etag) => ifMatch === null || ifMatch === etag,
  })),
  made('put-makes-always', 'A PUT with If-Match makes what is not there.', () => ({ mayMake: () => true })),
  made('put-makes-never', 'A PUT makes nothing.', () => ({ mayMake: () => false })),
  made('put-keeps-body', 'A PUT keeps the old body.', () => ({ bodyAfter: (old) => old })),
  made('put-keeps-refs', 'A PUT keeps what the old body protects.', () => ({ refsAfter: (held) => held })),
  made('put-drops-refs', 'After a PUT nothing is protected.', () => ({ refsAfter: () => [] })),
  made('put-status-201', 'A PUT answers 201.', () => ({ statusOfPut: () => 201 })),
  made('put-status-200', 'A PUT answers 200.', () => ({ statusOfPut: () => 200 })),
  made('history-newest-only', 'One action is kept.', () => ({ history: (actions) => actions.slice(-1) })),
  made('history-oldest-only', 'The first action alone is kept.', () => ({ history: (actions) => actions.slice(0, 1) })),
  made('history-loses-newest', 'The newest action is not kept.', () => ({
    history: (actions) => actions.slice(0, Math.max(1, actions.length - 1)),
  })),
  made('audit-page-skips-one', 'The first record of a page of the audit is left out.', () => ({
    isAfter: (seq, after) => seq > after + 1,
  })),
  made('audit-page-repeats-one', 'The last record of a page of the audit comes again.', () => ({ isAfter: (seq, after) => seq >= after })),
  made('log-time-of-leader', 'The time of the log goes back with a slower leader.', () => ({ logTime: (_now, at) => at })),
  made('log-time-stands', 'The time of the log stands still.', () => ({ logTime: (now) => now })),
  made('epoch-any-holds', 'Every epoch counts as the present one.', () => ({ holds: () => true })),
  made('epoch-older-holds', 'Older epochs count, too.', () => ({ holds: (asked, current) => asked <= current })),
  made('epoch-newer-holds', 'Epochs that nobody granted count, too.', () => ({ holds: (asked, current) => asked >= current })),
  made('epoch-none-holds', 'No epoch counts.', () => ({ holds: () => false })),
  made('epoch-not-raised', 'A grant keeps the epoch.', () => ({ nextEpoch: (epoch) => epoch })),
  made('epoch-lowered', 'A grant lowers the epoch.', () => ({ nextEpoch: (epoch) => epoch - 1 })),
  made('holder-anyone', 'Reports of anyone count.', () => ({ speaksFor: () => true })),
  made('holder-nobody', 'Reports of nobody count.', () => ({ speaksFor: () => false })),
  made('answers-not-kept', 'No answer to a key is kept.', () => ({ remembers: () => false })),
  made('answers-refused-not-kept', 'Refusals are not kept.', () => ({ remembers: (status) => status < 400 })),
  made('answers-agreed-not-kept', 'Only refusals are kept.', () => ({ remembers: (status) => status >= 400 && status !== 503 })),
  made('results-of-any-version', 'Results about an older version of an item count.', () => ({ speaksOf: () => true })),
  made('results-of-older-versions', 'Results about older versions count, too.', () => ({
    speaksOf: (reported, current) => reported <= current,
  })),
  made('results-of-no-version', 'No result counts.', () => ({ speaksOf: () => false })),
  made('place-without-server', 'Objects are told apart without their cluster.', () => ({ placeOf: (_server, resource) => resource })),
  made('place-unnamespaced', 'Objects are told apart without their namespace.', () => ({
    placeOf: (server, resource) => `${server} ${resource.split('/').at(-3) ?? ''} ${resource.split('/').at(-1) ?? ''}`,
  })),
  made('place-without-kind', 'Objects are told apart without their kind.', () => ({
    placeOf: (server, resource) => `${server} ${resource.split('/').slice(-2).join('/')}`,
  })),
  made('retires-at-once', 'What an update drops goes before the rest is there.', () => ({ retires: () => true })),
  made('retires-never', 'What an update drops stays.', () => ({ retires: () => false })),
  made('retires-when-arrived', 'What was never in place waits with the rest.', () => ({ retires: (_before, arrived) => arrived })),
  made('retires-unfinished', 'Only what was never in place goes.', () => ({ retires: (_before, _arrived, done) => !done })),
  made('terminate-without-stale', 'A terminate leaves what an update dropped.', () => ({ terminates: (stale) => !stale })),
  made('terminate-stale-only', 'A terminate takes only what an update dropped.', () => ({ terminates: (stale) => stale })),
  made('takes-back-unanswered', 'A context is dropped when a cluster does not answer.', () => ({
    takesBack: (_status, reason) => reason === 'CLUSTER_UNREACHABLE',
  })),
  made('forget-releases-nothing', 'Forgetting a cluster releases nothing.', () => ({ releases: () => false })),
  made('forget-releases-absent', 'Forgetting a cluster releases what goes.', () => ({ releases: (want) => want === 'absent' })),
  made('forget-releases-present', 'Forgetting a cluster releases what is there.', () => ({ releases: (want) => want === 'present' })),
  made('wipe-nothing', 'No context goes with its document.', () => ({ wipes: () => false })),
  made('wipe-everything', 'All contexts go with a document.', () => ({ wipes: () => true })),
  made('wipe-by-prefix', 'Contexts go by the beginning of their names.', () => ({ wipes: (id, other) => other.startsWith(id) })),
  made('revision-not-raised', 'An update keeps the revision.', () => ({ nextRevision: (highest) => Math.max(1, highest) })),
  made('revision-from-one', 'Every revision is the first.', () => ({ nextRevision: () => 1 })),
  made('revision-skips-one', 'A number is left out.', () => ({ nextRevision: (highest) => highest + 2 })),
  made('rollback-to-newest', 'A rollback goes to the newest revision.', () => ({ revisionFor: (revisions) => revisions.at(-1) })),
  made('rollback-to-oldest', 'A rollback goes to the oldest revision.', () => ({ revisionFor: (revisions) => revisions[0] })),
  made('rollback-off-by-one', 'A rollback goes to the revision after.', () => ({
    revisionFor: (revisions, asked) => revisions.find((each) => each.revision === asked + 1),
  })),
  made('rollback-to-none', 'No revision is found.', () => ({ revisionFor: () => undefined })),
];
