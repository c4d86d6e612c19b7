import { type Conduct, enterPhase, setAlarm, tell } from './conduct.js';
import { setTimedBreaks } from './faults.js';

/** The set-up is over, for better or worse: lanes and faults begin. */
export function beginDisturb(c: Conduct): void {
  if (c.errands !== null && c.errands.failed.length > 0)
    tell(c, { is: 'round', of: 'set-up', ok: false, calls: c.errands.calls, why: c.errands.failed });
  c.errands = null;
  c.stage = 'disturb';
  c.disturbFrom = c.now;
  enterPhase(c, 'disturb');
  setAlarm(c, c.now + c.limits.disturbMax, { what: 'disturb-over' });
  setTimedBreaks(c);
}
