import type { CampaignEnd, CampaignStart, Finding, Reporter } from '../../src/contract/index.js';

/** Where lines go, and whether one line may be written over. */
export interface Screen {
  write(text: string): void;
  readonly live: boolean;
}

/** The seed first, one live line, a block for each failure with its replay command last. */
export function terminal(screen: Screen): Reporter {
  let runs = 0;
  let operations = 0;
  let faults = 0;
  let findings = 0;
  const line = (text: string): void => screen.write(`${text}\n`);
  const progress = (): void => {
    if (screen.live) screen.write(`\r\u001b[K${runs} runs · ${operations} operations · ${faults} faults hit · ${findings} findings`);
  };
  return {
    name: 'terminal',
    on: (event) => {
      if (event.is === 'campaign-start') for (const text of opening(event)) line(text);
      if (event.is === 'run-end') {
        runs++;
        operations += event.run.operations;
        faults += event.run.faultsHit;
        progress();
      }
      if (event.is === 'finding') {
        findings++;
        if (screen.live) screen.write('\r\u001b[K');
        for (const text of failure(event.finding)) line(text);
      }
      if (event.is === 'campaign-end') {
        if (screen.live) screen.write('\r\u001b[K');
        for (const text of closing(event)) line(text);
      }
    },
    close: () => undefined,
  };
}

function opening(start: CampaignStart): readonly string[] {
  const defects = start.defects.length === 0 ? '' : `   defects ${start.defects.join(', ')}`;
  return [`seed ${start.seed}   scenario ${start.scenario}   world ${start.world}   configuration ${start.configurationHash}${defects}`, start.claim];
}

function failure(finding: Finding): readonly string[] {
  const { invariant, invariantId, violation, plan, stepsBefore, reproduced, repeats, replay } = finding;
  const steps = plan.steps.map((step, index) => `  ${index + 1}. ${step.is === 'call' ? `${step.lane} ${step.op} ${JSON.stringify(step.args)}` : `fault ${step.fault} ${JSON.stringify(step.on)} ${JSON.stringify(step.args)}`}`);
  return ['', `violated  ${invariantId ?? ''} ${invariant}`, violation.claim, `subjects  ${violation.subjects.join(', ')}`, `steps     ${stepsBefore} → ${plan.steps.length}, reproduced ${reproduced}/${repeats}`, ...steps, `replay    ${replay}`, ''];
}

function closing(end: CampaignEnd): readonly string[] {
  const operations = end.tally.sums.get('operations') ?? 0;
  const faults = end.tally.sums.get('faults-hit') ?? 0;
  const verdict = end.findings > 0 ? `${end.findings} violated` : end.hollow.length > 0 ? 'hollow' : end.interrupted ? 'interrupted' : 'holds';
  return [`${verdict}: ${end.runs} runs, ${operations} operations, ${faults} faults hit, ${(end.wallMillis / 1000).toFixed(1)} s`, ...end.hollow.map((reason) => `hollow: ${reason}`)];
}
