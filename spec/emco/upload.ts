// Uploads as a client makes them: the same bytes for the same content, on every machine.
import { gzipStored } from './gzip.js';
import { tarOf } from './tar.js';

export interface Multipart {
  readonly contentType: string;
  readonly body: Uint8Array;
}

const boundary = 'emco-upload-5c1f0a97d3e84b26';
const separator = `--${boundary}\r\n`;

/** A form of `metadata` (as JSON, or verbatim when it is a text) and `file`; null leaves a part out. */
export function multipartOf(metadata: unknown, file: { readonly name: string; readonly bytes: Uint8Array } | null): Multipart {
  const pieces: (string | Uint8Array)[] = [];
  if (metadata !== null) {
    const text = typeof metadata === 'string' ? metadata : JSON.stringify(metadata);
    pieces.push(`${separator}content-disposition: form-data; name="metadata"\r\ncontent-type: application/json\r\n\r\n${text}\r\n`);
  }
  if (file !== null) {
    const head = `content-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: application/octet-stream`;
    pieces.push(`${separator}${head}\r\n\r\n`, file.bytes, '\r\n');
  }
  pieces.push(`--${boundary}--\r\n`);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: join(pieces) };
}

/** The files as a `.tgz`. Names are relative, such as `demo/templates/web.yaml`. */
export function packageOf(files: Readonly<Record<string, string>>): Uint8Array {
  return gzipStored(tarOf(files));
}

/** A kubeconfig of one cluster at `https://<server>`. */
export function kubeconfigOf(server: string): Uint8Array {
  const lines = [
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    '- name: edge',
    '  cluster:',
    `    server: https://${server}`,
    'contexts:',
    '- name: edge',
    '  context: { cluster: edge, user: edge }',
    'current-context: edge',
    'users:',
    '- name: edge',
    '  user: {}',
  ];
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

function join(pieces: readonly (string | Uint8Array)[]): Uint8Array {
  const encoder = new TextEncoder();
  const encoded = pieces.map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : piece));
  const out = new Uint8Array(encoded.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of encoded) {
    out.set(piece, at);
    at += piece.length;
  }
  return out;
}
