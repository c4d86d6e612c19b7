import { hashJson, hashText, type Micros } from '../../world/index.js';
import type { StateRules } from '../rules/index.js';
import type { Answer, Command } from '../wire/command.js';
import { agree, refuse } from './answer.js';
import { checkParentThere, continueCreate, createDocument } from './create-document.js';
import { checkDependents, deleteDocument } from './delete-document.js';
import { checkMove, continueMove, moveDocument } from './move-document.js';
import { decided, type Moved } from './moved.js';
import { replaceDocument } from './replace-document.js';
import { claimServer, forgetCluster, releaseServer, reportResults } from './servers.js';
import { restore } from './restore.js';
import { type State, writable } from './state.js';
import type { Moment } from './target.js';
import { writeAudit } from './write-audit.js';

/** One committed entry of the log. */
export interface Entry {
  readonly index: number;
  /** Log time: the leader's clock when it proposed. */
  readonly at: Micros;
  /** The caller's idempotency key. */
  readonly key: string | null;
  readonly digest: number;
  readonly command: Command;
  /** Who the caller said it was; absent: nobody said. */
  readonly actor?: string;
}

export interface Applied {
  /** Null when it comes with the entry that `followUp` becomes (same key), which the leader proposes at once. */
  readonly answer: Answer | null;
  /** Whether the answer is that of an earlier entry with the same key, and nothing was done. */
  readonly replayed: boolean;
  readonly followUp: Command | null;
}

/** Answers kept at once; beyond it the oldest goes early. */
const answersMax = 10_000;

/** Applies one entry. Never throws for what a command holds; a refusal changes nothing but the log time. */
export function applyEntry(state: State, entry: Entry, rules: StateRules, keyLife: Micros): Applied {
  state.applied = entry.index;
  state.now = rules.logTime(state.now, entry.at);
  forgetAnswers(state, keyLife);
  const known = entry.key === null ? undefined : state.answers.get(entry.key);
  if (known !== undefined && known.digest !== entry.digest) return { answer: refuse('KEY_REUSED'), replayed: false, followUp: null };
  if (known !== undefined) return { answer: known.answer, replayed: true, followUp: null };
  const { index, key, command, actor = null } = entry;
  const moment = { index: index + state.offset, at: state.now };
  const moved = carryOut(state, command, moment, rules);
  writeAudit(state, { index, at: state.now, actor, key, command, answer: moved.answer });
  if (entry.key !== null && moved.answer !== null && rules.remembers(moved.answer.status))
    remember(state, entry.key, entry.digest, moved.answer);
  return { answer: moved.answer, replayed: false, followUp: moved.followUp };
}

/** What a leader checks before it proposes: nothing, with rules that check as the entry is applied. */
export function admit(state: State, command: Command, rules: StateRules): Answer | null {
  const { moves, parents, dependents } = rules.checkedAt;
  if (command.do === 'move') return moves === 'admit' && command.verb !== 'forget' ? checkMove(state, command, rules) : null;
  if (command.do === 'create') return parents === 'admit' ? checkParentThere(state, command, rules) : null;
  return command.do === 'delete' && dependents === 'admit' ? checkDependents(state, command, rules) : null;
}

/** What a new leader must carry on with. Each change of these rules is one entry, so that no entry leaves anything open. */
export function openSagas(_state: State): readonly Command[] {
  return [];
}

function carryOut(state: State, command: Command, moment: Moment, rules: StateRules): Moved {
  switch (command.do) {
    case 'create':
      return createDocument(state, command, moment, rules);
    case 'replace':
      return replaceDocument(state, command, command.ifMatch, moment, rules);
    case 'delete':
      return decided(deleteDocument(state, command, command.ifMatch, moment, rules));
    case 'move':
      return command.verb === 'forget' && command.kind === 'cluster'
        ? decided(forgetCluster(state, command, moment, rules))
        : moveDocument(state, command, moment, rules);
    case 'continue':
      return command.saga.startsWith('create ')
        ? continueCreate(state, command.saga, moment, rules)
        : continueMove(state, command.saga, moment, rules);
    case 'claim':
      return decided(claimServer(state, command, rules));
    case 'release':
      return decided(releaseServer(state, command, rules));
    case 'report':
      return decided(reportResults(state, command, moment, rules));
    case 'members':
      return decided(membersAnswer(command));
    case 'restore':
      return decided(restore(state, command, state.applied, rules));
    case 'noop':
      return decided(agree(200, null));
  }
}

/** The leader decided when it proposed; here the decision becomes an answer. */
function membersAnswer({ change, member, against }: Command & { do: 'members' }): Answer {
  return against === null ? agree(202, { change, name: member }) : refuse(against, { name: member });
}

function remember(state: State, key: string, digest: number, answer: Answer): void {
  const hash = hashJson(hashText(hashText(hashText(answer.status, key), answer.code ?? ''), answer.etag ?? ''), answer.body);
  writable(state, 'answers').set(key, { digest, answer, at: state.now, hash });
}

/** Drops the answers that outlived the key life. They are in the order in which they were decided. */
function forgetAnswers(state: State, keyLife: Micros): void {
  for (const [key, remembered] of state.answers) {
    if (remembered.at + keyLife > state.now && state.answers.size <= answersMax) return;
    writable(state, 'answers').delete(key);
  }
}
