// Looking at the system, and waiting until it is at rest. A light look asks for everything but the actual layer; a spell of rest begins and ends with
// a full one, and both must show the same facts.
import type { Answer, Fact } from '../../contract/index.js';
import { hashJson, hashText, type Json, type Micros, mixIn } from '../../world/index.js';
import { type Conduct, type RestWait, type Survey, setAlarm, tell } from './conduct.js';
import { operationNamed, sendRequest } from './requests.js';
import { readLayer } from './survey-plan.js';

/** Starts a light look unless one is under way. */
export function poll(c: Conduct): void {
  if (c.survey === null) startSurvey(c, false);
}

function startSurvey(c: Conduct, full: boolean): void {
  const { looks } = full ? c.surveys.full : c.surveys.light;
  const survey: Survey = { id: c.surveyNext++, full, answers: looks.map(() => undefined), missing: looks.length, stale: false };
  c.survey = survey;
  looks.forEach(({ op, args, to }, index) => {
    const operation = operationNamed(c, op);
    const purpose = { for: 'look', survey: survey.id, index } as const;
    sendRequest(c, purpose, { operation, args, key: '', timeout: c.limits.callTimeout, direct: true, to });
  });
}

/** An answer to one look; the last one completes the survey. */
export function lookAnswered(c: Conduct, id: number, index: number, answer: Answer): void {
  const survey = c.survey;
  if (survey === null || survey.id !== id) return;
  if (survey.answers[index] === undefined) survey.missing--;
  survey.answers[index] = answer.status !== null && answer.status < 300 ? answer : null;
  if (survey.missing === 0) completeSurvey(c, survey);
}

function completeSurvey(c: Conduct, survey: Survey): void {
  c.survey = null;
  const found: Fact[] = [];
  let complete = true;
  for (const reading of (survey.full ? c.surveys.full : c.surveys.light).readings) {
    const { layer } = reading.observation;
    const read = readLayer(reading, survey.answers, c.reads.get(layer));
    c.reads.set(layer, read);
    complete &&= read.complete;
    for (const fact of read.facts) found.push(fact);
    if (survey.full || c.rest === null)
      tell(c, { is: 'facts', layer, complete: read.complete, moment: momentOf(c, survey), facts: read.facts });
  }
  c.facts = found;
  c.complete = complete && !survey.stale;
  if (c.rest === null) return lookBelow(c, survey);
  restSurveyed(c, survey.full);
}

/** While lanes run, a look at a system at rest is followed by one at what is actually there: judges compare it with what was said before. */
function lookBelow(c: Conduct, survey: Survey): void {
  if (!survey.full && isAtRest(c)) startSurvey(c, true);
}

function momentOf(c: Conduct, survey: Survey): 'poll' | 'rest' | 'empty' | 'canary' {
  const moment = c.rest?.moment ?? 'disturb';
  return moment === 'disturb' || !survey.full ? 'poll' : moment;
}

/** Whether nothing of what was last seen is moving or blocked. */
export function isAtRest(c: Conduct): boolean {
  return c.complete && c.facts.every((fact) => fact.motion === 'rest');
}

/** Begins to wait for rest; `restOver` of the conductor is asked when it has come, or did not in time. */
export function waitForRest(c: Conduct, moment: RestWait['moment'], stay: Micros): void {
  const pause = c.limits.pollEvery;
  c.rest = { moment, since: c.now, until: c.now + c.system.bounds.settle, stay, still: null, why: [], pause };
  c.survey = null;
  c.complete = false;
  // The canary waits for what it has just asked for.
  if (moment === 'canary') setAlarm(c, c.now + pause, { what: 'poll' });
  else poll(c);
}

function lookLater(c: Conduct, rest: RestWait): void {
  setAlarm(c, c.now + rest.pause, { what: 'poll' });
  if (rest.stay === 0) rest.pause = Math.min(c.limits.pollMost, Math.floor(1.5 * rest.pause));
}

function restSurveyed(c: Conduct, full: boolean): void {
  const rest = c.rest;
  if (rest === null) return;
  rest.why = whyNotAtRest(c);
  if (rest.why.length > 0) {
    rest.still = null;
    return lookLater(c, rest);
  }
  if (rest.stay === 0) {
    rest.still = { digest: 0, at: c.now };
    return;
  }
  if (!full) return startSurvey(c, true);
  const digest = digestOf(c.facts);
  if (rest.still === null || rest.still.digest !== digest) {
    rest.still = { digest, at: c.now };
    return setAlarm(c, c.now + rest.stay, { what: 'poll' });
  }
}

/** Called when a poll is due: looks again, fully when a spell of rest should end now. */
export function pollAgain(c: Conduct): void {
  if (c.rest === null) return poll(c);
  if (c.survey === null) startSurvey(c, c.rest.still !== null);
}

/** `reached`, `late` or null while it is still open. */
export function restResult(c: Conduct): 'reached' | 'late' | null {
  const rest = c.rest;
  if (rest === null || c.survey !== null) return null;
  if (rest.still !== null && c.now - rest.still.at >= rest.stay && rest.why.length === 0) return 'reached';
  return c.now >= rest.until ? 'late' : null;
}

/** Closes the wait and says in the history how it went. */
export function endRest(c: Conduct, reached: boolean): void {
  const rest = c.rest;
  if (rest === null) return;
  c.rest = null;
  const waited = (reached && rest.still !== null ? rest.still.at : c.now) - rest.since;
  tell(c, { is: 'rest', reached, waited, moment: rest.moment, why: rest.why });
}

function whyNotAtRest(c: Conduct): readonly string[] {
  if (!c.complete) return ['a node did not show its layer'];
  return c.facts.filter((fact) => fact.motion !== 'rest').map((fact) => `${fact.layer} ${fact.key} is ${fact.state} (${fact.motion})`);
}

/** Equal for facts that are equal but for what only measures time. */
function digestOf(facts: readonly Fact[]): number {
  let digest = facts.length;
  for (const fact of facts) {
    digest = mixIn(hashText(hashText(hashText(digest, fact.layer), fact.key), fact.state), fact.revision ?? -1);
    digest = hashJson(hashText(digest, fact.uid ?? ''), fact.body as Json);
  }
  return digest >>> 0;
}
