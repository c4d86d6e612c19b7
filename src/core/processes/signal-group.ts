/** Sends a signal to the process and to what it started. @returns whether there was anyone */
export function signalGroup(pid: number, signal: NodeJS.Signals): boolean {
  let reached = false;
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, signal);
      reached = true;
    } catch {
      // Nobody there: that is an answer too.
      continue;
    }
  }
  return reached;
}
