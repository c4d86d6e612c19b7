import { join } from 'node:path';
import { eventsNdjson, reportHtml, reportJson, terminal, wantsColour } from '../../reports/index.js';
import type { Reporter } from '../contract/index.js';

/** The reports of a campaign: the terminal, and the files in `out`. @throws when `out` cannot be written to */
export function reportersOf(out: string, quiet: boolean): readonly Reporter[] {
  const files = ['index.html', 'report.json', 'events.ndjson'].map((name) => join(out, name));
  const now = (): number => performance.now();
  const isTerminal = process.stdout.isTTY;
  const screen = terminal({
    write: (text) => void process.stdout.write(text),
    live: isTerminal && !quiet,
    columns: () => process.stdout.columns ?? 80,
    coloured: wantsColour(process.env, isTerminal),
    now,
    every: (millis, act) => {
      const timer = setInterval(act, millis).unref();
      return () => clearInterval(timer);
    },
    reports: files,
  });
  return [screen, reportHtml(out, now), reportJson(out, now), eventsNdjson(out)];
}
