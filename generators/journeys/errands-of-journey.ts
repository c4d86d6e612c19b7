import { fillPath, type KindSpec, kinds, matchPath } from '../../spec/emco/index.js';
import type { Errand } from '../../src/contract/index.js';
import type { Json, JsonObject } from '../../src/world/index.js';
import type { JourneyDocument } from './read-journey.js';

/** What is uploaded where a document names a file: by the name of the app, and for each cluster in turn the server that it is. */
export interface Uploads {
  app(name: string): JsonObject;
  readonly profile: JsonObject;
  readonly servers: readonly string[];
}

/**
 * The calls of a journey in its order. Uploads are made up, under the names that the journey gives them; after a life-cycle call the next waits for rest.
 * @throws RangeError that names the line of a document that is no call of the API
 */
export function errandsOfJourney(documents: readonly JourneyDocument[], uploads: Uploads): readonly Errand[] {
  const servers = [...uploads.servers];
  let rest = false;
  return documents.map((document) => {
    const call = creation(document, uploads, servers) ?? move(document);
    if (call === null) throw new RangeError(`line ${document.line}: nothing can be posted to ${document.anchor}`);
    const errand: Errand = { op: call.op, args: call.args, makes: null, rest };
    rest = call.isMove;
    return errand;
  });
}

interface Called {
  readonly op: string;
  readonly args: Json;
  readonly isMove: boolean;
}

function creation(document: JourneyDocument, uploads: Uploads, servers: string[]): Called | null {
  for (const kind of kinds) {
    const names = matchPath(kind.collection, `/${document.anchor}`);
    if (names === null) continue;
    const body = (document.body ?? {}) as JsonObject;
    const key = fillPath(kind.path, new Map([...names, ...ownNames(kind, body)]));
    const file =
      kind.upload === null ? {} : { file: { ...uploadOf(kind, key, uploads, servers, document), name: baseName(document.file) } };
    return { op: `${kind.name}.create`, args: { key, body, ...file }, isMove: false };
  }
  return null;
}

function ownNames(kind: KindSpec, body: JsonObject): ReadonlyMap<string, string> {
  if (kind.name === 'label') return new Map([['label', String(body['clusterLabel'])]]);
  const name = String((body['metadata'] as JsonObject | undefined)?.['name']);
  const version = String((body['spec'] as JsonObject | undefined)?.['compositeAppVersion']);
  return new Map(
    [
      [kind.name, name],
      ['version', version],
    ].filter(([field]) => field === kind.name || kind.name === 'composite-app') as [string, string][],
  );
}

function uploadOf(kind: KindSpec, key: string, uploads: Uploads, servers: string[], { line }: JourneyDocument): JsonObject {
  if (kind.upload === 'package') return kind.name === 'app' ? uploads.app(key.slice(key.lastIndexOf('/') + 1)) : uploads.profile;
  const kubeconfig = servers.shift();
  if (kubeconfig === undefined) throw new RangeError(`line ${line}: there are ${uploads.servers.length} clusters, and this is one more`);
  return { kubeconfig };
}

function move(document: JourneyDocument): Called | null {
  const at = document.anchor.lastIndexOf('/');
  const key = `/${document.anchor.slice(0, at)}`;
  const verb = document.anchor.slice(at + 1);
  const kind = kinds.find((each) => each.verbs.includes(verb) && matchPath(each.path, key) !== null);
  if (kind === undefined) return null;
  const body = document.body === null ? {} : { body: document.body as JsonObject };
  return { op: `${kind.name}.${verb}`, args: { key, ...body }, isMove: true };
}

function baseName(file: string | null): string {
  return file === null ? 'upload' : file.slice(file.lastIndexOf('/') + 1);
}
