/**
 * Whether to colour. `FORCE_COLOR` (unless `0`) says yes and `NO_COLOR` (unless empty) says no, in that order; else a terminal that is not dumb is
 * coloured. Source: no-color.org, force-color.org.
 */
export function wantsColour(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  const { FORCE_COLOR: force, NO_COLOR: none, TERM: term } = env;
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (none !== undefined && none !== '') return false;
  return isTerminal && term !== 'dumb';
}
