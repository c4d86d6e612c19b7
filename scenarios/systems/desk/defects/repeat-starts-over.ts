/**
 * A change that is sent again calls off what is under way and begins anew, and one that waited its turn then waits for nobody: a volume that is detached
 * while it is being attached, by a call whose answer was lost, is `detaching` for ever.
 */
export const defect = {
  name: 'repeat-starts-over',
  /** Added to the command of the desk. */
  arguments: ['--repeat', 'restart'],
};
