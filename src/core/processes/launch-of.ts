import { join } from 'node:path';
import type { StartLine } from '../../world/node/index.js';
import { fillTemplate } from './fill-template.js';
import { peersOf, type Place } from './place.js';
import type { ProcessNode } from './process-node.js';

/** How a node is launched in one of its lives. */
export interface Launch {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Null: a foreign program. */
  readonly startLine: Omit<StartLine, 'traps' | 'clock'> | null;
  /** Where it is asked whether it is ready. */
  readonly httpPort: number | null;
}

/** The file that a node's flight recording is written to: one for each build, since each is executed again by its own code. */
export function recordOf({ directory }: Place, { id }: ProcessNode, build: string | null): string {
  return join(directory, `${encodeURIComponent(id)}${build === null ? '' : `.${encodeURIComponent(build)}`}.recording.ndjson`);
}

/** The folder of a node; what it keeps itself is in `disk`. */
export function folderOf({ directory }: Place, { id }: ProcessNode): string {
  return join(directory, encodeURIComponent(id));
}

/** How a node is launched in one of its lives. */
export function launchOf(
  place: Place,
  node: ProcessNode,
  options: { readonly life: number; readonly build: string | null; readonly seed: string; readonly originNanos: string },
): Launch {
  const { id, config, hosted } = node;
  const http = place.ports.get(`${id}/http`) ?? null;
  const message = place.ports.get(`${id}/message`) ?? null;
  const directory = join(folderOf(place, node), 'disk');
  if (hosted === null) return { ...filled(place, node), startLine: null, httpPort: http };
  const startLine = {
    id,
    config,
    directory,
    listen: { http, message },
    peers: peersOf(place, id),
    record: recordOf(place, node, options.build),
    seed: `${options.seed}/${options.life}`,
    originNanos: options.originNanos,
    limits: {},
  };
  return { command: node.command, env: node.env ?? {}, startLine, httpPort: http };
}

function filled(place: Place, node: ProcessNode): Pick<Launch, 'command' | 'env'> {
  const fill = (text: string): string => fillTemplate(text, (name, argument) => valueOf(place, node, name, argument));
  const env = Object.fromEntries(Object.entries(node.env ?? {}).map(([name, value]) => [name, fill(value)]));
  return { command: node.command.map(fill), env };
}

function valueOf(place: Place, node: ProcessNode, name: string, argument: string): string | null {
  if (name === 'port') return String(place.ports.get(`${node.id}/${argument}`) ?? '');
  if (name === 'directory') return folderOf(place, node);
  if (name === 'id') return node.id;
  if (name === 'config') return JSON.stringify(node.config);
  if (name !== 'peer') return null;
  const peer = peersOf(place, node.id)[argument];
  const port = peer?.httpPort ?? peer?.messagePort;
  return port === undefined || port === null ? null : `127.0.0.1:${port}`;
}
