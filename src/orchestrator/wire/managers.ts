import type { NodeId } from '../../world/index.js';

/** Whom to ask: who decides among the managers since the entry at `at`. */
export interface ManagersTold {
  readonly at: number;
  readonly ids: readonly NodeId[];
}

/** What an asker knows of that. It begins with its configuration, which stands for the first entry of all. */
export interface ManagersKnown {
  managers: readonly NodeId[];
  managersAt: number;
}

export const managersAtFirst = 1;

/** What an ask says about it: nothing, as long as nothing was changed. */
export function knowledgeOf({ managersAt }: ManagersKnown): { readonly knows?: number } {
  return managersAt === managersAtFirst ? {} : { knows: managersAt };
}

/** Takes over what a manager tells of a later time. */
export function learnManagers(known: ManagersKnown, told: ManagersTold | undefined): void {
  if (told === undefined || told.at <= known.managersAt || told.ids.length === 0) return;
  known.managers = told.ids;
  known.managersAt = told.at;
}
