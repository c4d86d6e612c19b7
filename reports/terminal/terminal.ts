import type { CampaignEvent, CampaignStart, Reporter } from '../../src/contract/index.js';
import { newStory, tellStory } from '../story/campaign-story.js';
import { clipped } from '../story/plain-text.js';
import { closingSummary } from './closing-summary.js';
import { failureBlock } from './failure-block.js';
import { inkOf } from './ink.js';
import { progressLine } from './progress-line.js';

/** Where lines go, and what the place can do. */
export interface Screen {
  write(text: string): void;
  /** One line may be written over and over; without it a line is written now and then. */
  readonly live: boolean;
  /** How wide the place is, in characters; a live line that is longer could not be written over. Default: 80. */
  readonly columns?: () => number;
  /** Colours are wanted. Default: no. */
  readonly coloured?: boolean;
  /** Milliseconds since any origin. Absent: nothing is said about the time left. */
  readonly now?: () => number;
  /** Calls `act` every so many milliseconds until the answer is called. Absent: the line moves only when something happens. */
  readonly every?: (millis: number, act: () => void) => () => void;
  /** The files that the closing names. */
  readonly reports?: readonly string[];
}

const liveMillis = 100;
const sparseMillis = 10_000;
const columnsDefault = 80;
const erase = '\r\u001b[K';

/** The seed first, one live line, a block for each failure, a summary with the replay commands last. */
export function terminal(screen: Screen): Reporter {
  const story = newStory();
  const ink = inkOf(screen.coloured ?? false);
  const began = screen.now?.() ?? null;
  let shown = Number.NEGATIVE_INFINITY;
  let closed = false;
  const elapsed = (): number | null => (began === null || screen.now === undefined ? null : screen.now() - began);
  const lines = (texts: readonly string[]): void => screen.write(`${screen.live ? erase : ''}${texts.join('\n')}\n`);
  const progress = (text = progressLine(story, elapsed())): void => {
    const now = elapsed();
    if (now !== null && now - shown < (screen.live ? liveMillis : 0.9 * sparseMillis)) return;
    shown = now ?? 0;
    if (screen.live) screen.write(`${erase}${clipped(text, (screen.columns?.() ?? columnsDefault) - 1)}`);
    else if (now !== null) lines([text]);
  };
  const stop = screen.every?.(screen.live ? 1_000 : sparseMillis, () => progress());
  const finish = (): void => {
    if (closed) return;
    closed = true;
    stop?.();
    lines(closingSummary(story, screen.reports ?? [], ink));
  };
  const on = (event: CampaignEvent): void => {
    tellStory(story, event);
    if (event.is === 'campaign-start') lines(opening(event));
    if (event.is === 'run-end') progress();
    if (event.is === 'shrinking')
      progress(`${clipped(event.invariant, 60)} is broken; ${event.steps} steps are left after ${event.evaluations} tries`);
    if (event.is === 'finding') lines(failureBlock(event.finding, ink));
    if (event.is === 'campaign-end') finish();
  };
  return { name: 'terminal', on, close: finish };
}

function opening({ seed, scenario, claim, world, configurationHash, defects }: CampaignStart): readonly string[] {
  const planted = defects.length === 0 ? '' : `   defects ${defects.join(', ')}`;
  return [
    clipped(`seed ${seed}   scenario ${scenario}   world ${world}   configuration ${configurationHash}${planted}`, 300),
    clipped(claim, 300),
  ];
}
