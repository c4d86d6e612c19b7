import type { Floors, Tally } from '../../contract/index.js';

/** Why a campaign proved nothing: each floor that it stayed below, in words. Empty when it reached them all. */
export function hollowReasons(floors: Floors, tally: Tally, runs: number, unknowns: number, faultsAsked: boolean): readonly string[] {
  const sum = (name: string): number => tally.sums.get(name) ?? 0;
  const ended = sum('outcome/ok') + sum('outcome/fail') + sum('outcome/info');
  const accepted = ended === 0 ? 0 : (100 * sum('outcome/ok')) / ended;
  const kinds = [...tally.sums.keys()].filter((name) => name.startsWith('hit/')).length;
  const reasons: string[] = [];
  if (sum('operations') < floors.operations) reasons.push(`${sum('operations')} operations, the floor is ${floors.operations}`);
  if (accepted < floors.acceptedPercent)
    reasons.push(`${accepted.toFixed(0)} % of operations accepted, the floor is ${floors.acceptedPercent} %`);
  if (faultsAsked && kinds < floors.faultKinds) reasons.push(`${kinds} kinds of fault hit, the floor is ${floors.faultKinds}`);
  if (runs > 0 && (100 * unknowns) / runs > floors.unknownPercentMax)
    reasons.push(`${unknowns} of ${runs} runs are unknown, the ceiling is ${floors.unknownPercentMax} %`);
  return [...reasons, ...idleJudges(tally, floors.mayIdle ?? [])];
}

/** An invariant that never had anything to judge guards nothing. */
function idleJudges({ sums }: Tally, mayIdle: readonly string[]): readonly string[] {
  const names = new Set(
    [...sums.keys()].filter((name) => name.startsWith('judged/')).map((name) => name.slice('judged/'.length, name.lastIndexOf('/'))),
  );
  const idle = [...names].filter(
    (name) => !mayIdle.includes(name) && !sums.has(`judged/${name}/holds`) && !sums.has(`judged/${name}/violated`),
  );
  return idle.sort().map((name) => `${name} never had anything to judge`);
}
