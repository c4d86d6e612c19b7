// An undisturbed run, turn by turn, that can be forked before any of them.
import type { Event, Plan, Trial } from '../../contract/index.js';
import { assert, type Micros } from '../../world/index.js';
import { begin, type RunOptions } from '../campaign/index.js';
import { type Conduct, conduct, forkConduct, wakeAt } from '../conductor/index.js';

/** A run that stands between two turns. */
export interface Standing {
  readonly trial: Trial;
  readonly c: Conduct;
  readonly events: Event[];
  /** When the conductor wants to be woken. */
  readonly until: Micros;
}

export class Walk {
  turn = 0;
  over = false;
  readonly trial: Trial;
  readonly c: Conduct;
  private readonly events: Event[];
  private until: Micros;

  private constructor(trial: Trial, c: Conduct, events: Event[]) {
    this.trial = trial;
    this.c = c;
    this.events = events;
    this.until = trial.now;
  }

  static async begin(options: RunOptions): Promise<Walk> {
    const { trial, c, events } = await begin(options);
    return new Walk(trial, c, events);
  }

  /** The next happening, and what comes of it. */
  async step(): Promise<void> {
    const next = this.trial.next(this.until);
    const { commands, events, over } = conduct(this.c, next instanceof Promise ? await next : next);
    for (const event of events) this.events.push(event);
    this.over = over;
    this.turn++;
    if (over) return;
    for (const command of commands) this.trial.do(command);
    this.until = wakeAt(this.c);
  }

  /** The run as it stands, to go on by itself under a plan with more breaks. */
  fork(plan: Plan): Standing {
    const trial = this.trial.fork?.(null);
    assert(trial !== undefined, 'sweep: a simulated world can be forked');
    return { trial, c: forkConduct(this.c, plan), events: [...this.events], until: this.until };
  }
}
