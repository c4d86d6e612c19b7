// Telling the managers what was achieved. Results collect while a report is on its way; a report is repeated, under the same key, until it is answered.
import { finish, hashJson } from '../../world/index.js';
import type { Answer, Command, Result, WorkItem } from '../wire/command.js';
import { askManager } from './ask.js';
import { toldOf } from './select-item.js';
import { type Holding, itemKey } from './syncer-state.js';
import type { Turn } from './turn.js';

const REPORT_RESULTS_MAX = 256;

/** Notes a result for the next report, unless the same was told already. */
export function tell(holding: Holding, item: WorkItem, status: Result['status'], ready: boolean, reason: string): void {
  const told = toldOf(holding, item);
  if (told !== null && told.status === status && told.ready === ready && told.reason === reason) return;
  const { context, resource, version } = item;
  holding.told.set(itemKey(item), { version, status, ready, reason, until: null });
  holding.unsent = [...holding.unsent, { context, resource, version, status, ready, reason }];
}

/** Sends what there is to tell, or repeats what was not answered. */
export function flush(turn: Turn, holding: Holding): void {
  const { server, epoch } = holding;
  const purpose = `report ${server}` as const;
  if (turn.state.asks.has(purpose)) return;
  if (holding.inFlight.length === 0) {
    if (holding.unsent.length === 0) return;
    holding.inFlight = holding.unsent.slice(0, REPORT_RESULTS_MAX);
    holding.unsent = holding.unsent.slice(REPORT_RESULTS_MAX);
    holding.reportSequence += 1;
  }
  const command: Command = { do: 'report', server, holder: turn.state.id, epoch, results: holding.inFlight };
  const key = `${server}/${epoch}/${holding.reportSequence}`;
  askManager(turn, purpose, { type: 'command', key, digest: finish(hashJson(0, command as never)), command });
}

/** @returns whether the server is still ours */
export function takeReportAnswer(turn: Turn, holding: Holding, answer: Answer): boolean {
  if (answer.status === 503) return true;
  if (answer.code === 'STALE_EPOCH' || answer.code === 'CLUSTER_FORGOTTEN' || answer.code === 'SERVER_UNKNOWN') return false;
  settleReport(turn, holding);
  flush(turn, holding);
  return true;
}

/** From the next work answer on, the managers' word counts again for what was reported. */
function settleReport({ state }: Turn, holding: Holding): void {
  for (const { context, resource, version } of holding.inFlight) {
    const key = itemKey({ context, resource });
    const told = holding.told.get(key);
    if (told !== undefined && told.version === version && told.until === null) holding.told.set(key, { ...told, until: state.askNext });
  }
  holding.inFlight = [];
}
