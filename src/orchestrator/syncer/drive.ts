import { startCall } from './call.js';
import { nextFence } from './fence.js';
import { observeAll } from './observe.js';
import { flush } from './report.js';
import { barrierRequest, readRequest } from './request.js';
import { placeOf } from './resource-path.js';
import { isDone, nextItem } from './select-item.js';
import { continueSweep, nextFound, startCollect } from './sweep.js';
import { type Holding, itemKey } from './syncer-state.js';
import { type Turn, waitingClock } from './turn.js';
import type { WorkItem } from '../wire/command.js';

/** Starts what is next on a server, unless something is being done there: one thing at a time, and nothing before earlier requests are shut out. */
export function drive(turn: Turn, holding: Holding): void {
  if (holding.job === null && holding.pause.notBefore <= waitingClock(turn)) {
    if (holding.barrier) startBarrier(turn, holding);
    if (!holding.barrier) startNext(turn, holding);
  }
  if (holding.job === null) flush(turn, holding);
}

function startBarrier(turn: Turn, holding: Holding): void {
  const fence = nextFence(turn, holding);
  if (fence === null) holding.barrier = false;
  else
    holding.job = {
      do: 'barrier',
      call: startCall(turn, holding.server, { for: 'job' }, barrierRequest(fence), turn.state.timings.clusterTimeout),
    };
}

function startNext(turn: Turn, holding: Holding): void {
  observeAll(turn, holding);
  continueSweep(turn, holding);
  const item = nextItem(holding, turn.rules, waitingClock(turn));
  if (item !== null) return look(turn, holding, item);
  const found = nextFound(holding, turn.rules);
  if (found !== null) startCollect(turn, holding, found);
}

function look(turn: Turn, holding: Holding, item: WorkItem): void {
  const { everywhere, path } = placeOf(item.resource);
  holding.tried.add(itemKey(item));
  if (isDone(holding, item)) turn.state.counts.repairs += 1;
  holding.used.add(everywhere);
  const call = startCall(turn, holding.server, { for: 'job' }, readRequest(path), turn.state.timings.clusterTimeout);
  holding.job = { do: 'item', call, item, phase: 'look' };
}
