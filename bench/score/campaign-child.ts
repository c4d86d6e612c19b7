import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CampaignReport, Terms } from './score-row.js';

const cli = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));
const lookMillis = 50;
/** Beyond the time of the campaign: its last run, and shrinking, which the engine bounds by tries and not by time. */
const overtimeMillisMax = 180_000;
/** From being asked to end to the end: the report is written. */
const endMillisMax = 60_000;
const lastCharactersMax = 2_000;

export interface CampaignCome {
  readonly report: CampaignReport;
  /** Since the start of the process; null: nothing was kept. */
  readonly foundSeconds: number | null;
}

/** Runs one campaign against a planted fault in a process of its own, in a folder that is gone afterwards. @throws Error when it left no whole report */
export async function campaignChild(name: string, terms: Terms, children: Set<ChildProcess>): Promise<CampaignCome> {
  const folder = mkdtempSync(join(tmpdir(), 'topple-score-'));
  try {
    const begun = performance.now();
    const child = spawn(process.execPath, wordsOf(name, terms, folder), { stdio: ['ignore', 'pipe', 'pipe'] });
    children.add(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (bytes: Buffer) => void (said = (said + bytes.toString()).slice(-lastCharactersMax)));
    let foundSeconds: number | null = null;
    // A violation is saved there before it is shrunk; what the process prints may lag seconds behind.
    const look = setInterval(() => {
      if (foundSeconds === null && existsSync(join(folder, 'corpus'))) foundSeconds = (performance.now() - begun) / 1_000;
    }, lookMillis);
    const most = millisOf(terms.time) + overtimeMillisMax;
    let isOver = false;
    const end = (): void => {
      isOver = true;
      child.kill('SIGINT');
    };
    const limits = [setTimeout(end, most), setTimeout(() => child.kill('SIGKILL'), most + endMillisMax)];
    await once(child, 'close').finally(() => {
      clearInterval(look);
      limits.forEach(clearTimeout);
      children.delete(child);
    });
    return { report: reportIn(folder, said, isOver), foundSeconds: foundSeconds ?? (performance.now() - begun) / 1_000 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function wordsOf(name: string, { seed, time }: Terms, folder: string): readonly string[] {
  const words = ['run', 'reference', '--world', 'sim', '--defect', name, '--time', time, '--jobs', '1', '--seed', seed];
  return [cli, ...words, '--quiet', '--out', folder];
}

/** @param isOver whether it was ended because its time was over; one that somebody interrupted is measured again */
function reportIn(folder: string, said: string, isOver: boolean): CampaignReport {
  const file = join(folder, 'report.json');
  if (!existsSync(file)) throw new Error(`the campaign left no report; it said last: ${said}`);
  const report = JSON.parse(readFileSync(file, 'utf8')) as CampaignReport & { readonly partial: boolean };
  // What was found counts, though there was no time to make it small.
  if (report.partial && isOver && report.violations.length > 0) return { ...report, exit: 1 };
  if (report.partial) throw new Error(`the campaign did not come to its end; it said last: ${said}`);
  return report;
}

/** @throws RangeError when it is not whole seconds or minutes */
export function millisOf(time: string): number {
  const [, digits, unit] = /^([1-9]\d{0,4})(s|m)$/.exec(time) ?? [];
  if (digits === undefined) throw new RangeError(`${time} is no time: 60s and 5m are`);
  return Number(digits) * (unit === 'm' ? 60_000 : 1_000);
}
