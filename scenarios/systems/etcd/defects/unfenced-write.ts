/** A write trusts what its holder believes, and names no token: one that was stopped past its lease writes over its successor. */
export const defect = {
  name: 'unfenced-write',
  /** Added to the command of every holder. */
  arguments: ['--fenced', 'no'],
};
