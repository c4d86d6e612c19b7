/** The parts that a node can play. */
export const roles = ['gateway', 'manager', 'syncer', 'cluster'] as const;
export type Role = (typeof roles)[number];
