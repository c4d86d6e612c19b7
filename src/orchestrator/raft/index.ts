export { handOver, isHanding } from './hand-over.js';
export { answering, flush, isReady, lackOf, mayChangeMembers, propose, read } from './lead.js';
export { decodeLine, encodeLine } from './line.js';
export { append, compact, entryAt, type Log, type LogEntry, lastIndex, newLog, termAt } from './log.js';
export { changed, inForce, type Members, type MembersAt, type MembersChange, membersAfter, nobody } from './members.js';
export type { Install, RaftMessage } from './message.js';
export { cloneRaft, digestRaft, newRaft, type RaftState } from './raft-state.js';
export type { RaftEffect, RaftTurn } from './raft-turn.js';
export { startRaft, takeRaftMessage, takeRaftTimer } from './step-raft.js';
