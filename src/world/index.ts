export { AssertionError, assert } from './assert.js';
export { base64Of, bytesOf, bytesOfBase64, isUtf8Text, joinBytes, textOf } from './bytes.js';
export type { ClockFault } from './clock-fault.js';
export { type DiskFault, isRot, type Rot } from './disk-fault.js';
export { type DiskTrouble, failingWrite, type FailingWrite, isConcealed } from './failing-write.js';
export { finish, hashBytes, hashJson, hashText, mixIn } from './hash.js';
export { asObject, bytesOfJson, type Json, jsonOfBytes, type JsonObject, parseJson } from './json.js';
export type { Effect, Env, Head, Input, Machine, Micros, NodeId, Part, Request } from './machine.js';
export { counts, type Passing, type Trapped } from './trap.js';
export { aheadAt, faultsOf, isRight, type NodeClock, rightClock, shownAt, timeOfShown, withClockFault } from './node-clock.js';
export { remember } from './remember.js';
export { rotten, type Rotten } from './rotten.js';
export { chance, type Draw, drawAt, drawFrom, pick, streamOf } from './random.js';
export {
  decodeEffect,
  decodeInput,
  decodeRecorded,
  encodeEffect,
  encodeInput,
  encodeRecorded,
  hashEffect,
  hashEffects,
  hashInput,
  hashPart,
  type Recorded,
} from './recording.js';
