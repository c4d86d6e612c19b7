import type { Micros } from '../../world/index.js';

/** Every bound of a world of processes. Reaching one is a happening or an error with a name, never a hang. */
export const limits = {
  /** A node that is not up by then is told as an error of the trial. */
  startTime: 20_000_000 as Micros,
  /** Starts of a node whose port was taken. */
  startsMax: 5,
  startPauseMillis: 100,
  /** Between two questions whether a foreign program is ready. */
  readyPollMillis: 20,
  /** One call to the Toxiproxy server. */
  proxyTimeMillis: 10_000,
  /** Rounds of taking faults off and looking whether any is left. */
  healRoundsMax: 5,
  /** Body of an answer that the harness takes; a longer one is cut and counts as reset. */
  answerBytesMax: 16 * 1024 * 1024,
  /** A line that a node says. */
  reportBytesMax: 64 * 1024 * 1024,
  /** Last bytes of what a node said on stderr, told when it ends. */
  stderrBytesMax: 2_048,
  /** How often hits are counted while something is broken. */
  hitPollMillis: 100,
  /** How long after a fault its last hits are waited for. */
  hitTail: 500_000 as Micros,
  /** An inferred delay (real Toxiproxy tells none) is at least this long. */
  delayMin: 50_000 as Micros,
  lagEvery: 50_000 as Micros,
  lagMin: 100_000 as Micros,
  /** Lag of a node right after it was continued is its pause. */
  pauseEcho: 250_000 as Micros,
  /** How long the end of a process that was killed is waited for. */
  endMillis: 5_000,
  /** A process may have ended this long before anyone notices. */
  noticeMillis: 100,
  /** How long the last words of a process that ended are waited for. */
  lastWordsMillis: 200,
  /** Happenings that the engine has not taken yet. */
  happeningsMax: 1_000_000,
} as const;
