import { scenarios } from '../../scenarios/index.js';

/** Every scenario with its promise, its worlds, and what its system can be started with. */
export function listCommand(): void {
  for (const { name, claim, system } of scenarios) {
    const missing = system.missing?.() ?? null;
    const lines = [`worlds ${system.worlds.join(', ')}`, ...(system.defects.length === 0 ? [] : [`defects ${system.defects.join(', ')}`])];
    if (missing !== null) lines.push(`skipped here, because ${missing}`);
    process.stdout.write(`${name}\n  ${claim}\n${lines.map((line) => `  ${line}\n`).join('')}`);
  }
}
