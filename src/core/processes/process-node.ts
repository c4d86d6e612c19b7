import type { Host } from '../../contract/index.js';
import type { Json, NodeId } from '../../world/index.js';

/**
 * A node to run as a process. In `command` and `env` of a foreign program stand `{port:http}`, `{port:NAME}` (a free port for each name), `{peer:ID}`
 * (`host:port` of the link to another node), `{directory}` (kept over restarts), `{id}` and `{config}` (as JSON).
 */
export interface ProcessNode {
  readonly id: NodeId;
  readonly role: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly config: Json;
  readonly serves: { readonly http: boolean; readonly message: boolean };
  /** The host with which its flight recording is executed again; null: a foreign program, which knows nothing of us. */
  readonly hosted: (() => Host) | null;
  readonly foreign?: Foreign;
  /** Other builds that it can be started with, by name; they find the disk that it left. */
  readonly builds?: Readonly<Record<string, Pick<ProcessNode, 'command' | 'hosted'>>>;
}

export interface Foreign {
  /** It is ready when `GET path` on its http port is answered below 500; null: when that port takes connections. */
  readonly readyPath: string | null;
}
