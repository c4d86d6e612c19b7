import { kubeconfigOf, multipartOf, packageOf } from '../../../spec/emco/index.js';
import { asObject, bytesOf, type Json } from '../../../src/world/index.js';

/**
 * A form of `body` as `metadata` and the upload that `file` describes: `{ package: { name: text } }`, `{ kubeconfig: server }`, `{ text }` (those bytes,
 * whatever they are), each also with a `name`, or null for a form without a file. A plan stays readable, and the bytes are the same on every machine.
 */
export function fileOf(body: Json, file: Json): { readonly body: Uint8Array; readonly contentType: string } {
  return multipartOf(body, uploadOf(file));
}

function uploadOf(file: Json): { readonly name: string; readonly bytes: Uint8Array } | null {
  const described = asObject(file);
  if (described === null) return null;
  const files = asObject(described['package'] ?? null);
  const name = typeof described['name'] === 'string' ? described['name'] : null;
  if (files !== null) return { name: name ?? 'package.tgz', bytes: packaged(files) };
  if (typeof described['kubeconfig'] === 'string') return { name: name ?? 'kubeconfig', bytes: kubeconfigOf(described['kubeconfig']) };
  return { name: 'upload', bytes: bytesOf(String(described['text'] ?? '')) };
}

const packages = new Map<string, Uint8Array>();
const packagesMax = 64;

/** Packing is pure, and a campaign sends the same few packages thousands of times. */
function packaged(files: { readonly [name: string]: Json }): Uint8Array {
  const texts = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, String(text)]));
  const key = JSON.stringify(texts);
  const known = packages.get(key);
  if (known !== undefined) return known;
  const bytes = packageOf(texts);
  if (packages.size >= packagesMax) packages.clear();
  packages.set(key, bytes);
  return bytes;
}
