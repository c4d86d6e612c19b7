// Who may call what, where a gateway is told who its callers are. Source: EMCO leaves it to a mesh in front of it; the roles are those that its documents speak of.
import type { RestOperation } from './operations.js';

/** `admin`: everything. `operator`: reads everything, writes what belongs to no project. `tenant`: its own projects, and reads clusters. `reader`: reads everything. Backups, which hold secrets, are the admin's alone. */
export type Role = 'admin' | 'operator' | 'tenant' | 'reader';

export interface Grant {
  /** What the caller sends: `authorization: Bearer <token>`. */
  readonly token: string;
  /** Who that is, in audits. */
  readonly subject: string;
  readonly role: Role;
  /** Of a tenant, its projects. */
  readonly projects: readonly string[];
}

/** Whether a caller may make a call; `project` is that of its path, null where it is in none. */
export function mayCall({ role, projects }: Grant, { method, path, does }: RestOperation, project: string | null): boolean {
  if (does === 'backup' || does === 'restore') return role === 'admin';
  const isRead = method === 'GET';
  const isOfProjects = path.startsWith('/projects');
  switch (role) {
    case 'admin':
      return true;
    case 'operator':
      return isRead || !isOfProjects;
    case 'reader':
      return isRead;
    case 'tenant':
      return isOfProjects
        ? project !== null && projects.includes(project)
        : isRead && (does === 'get' || does === 'list' || does === 'status');
  }
}

const roles: readonly Role[] = ['admin', 'operator', 'tenant', 'reader'];

/** The roles that may make a call; a tenant in its own project. */
export function rolesFor(operation: RestOperation): readonly Role[] {
  const project = operation.path.startsWith('/projects/{project}') ? 'p' : null;
  return roles.filter((role) => mayCall({ token: '', subject: '', role, projects: ['p'] }, operation, project));
}
