import type { Described, Operation } from '../../contract/index.js';
import type { Json, NodeId, Request } from '../../world/index.js';
import { type Conduct, nodeOfRole, openRequest, type Purpose } from './conduct.js';

const operationsOf = new WeakMap<Described, ReadonlyMap<string, Operation>>();

/** @throws RangeError when the plan names an operation that the system does not have */
export function operationNamed(c: Conduct, name: string): Operation {
  let operations = operationsOf.get(c.system);
  if (operations === undefined) {
    operations = new Map(c.system.operations.map((each) => [each.name, each]));
    operationsOf.set(c.system, operations);
  }
  const operation = operations.get(name);
  if (operation === undefined) throw new RangeError(`the system ${c.system.name} has no operation ${name}`);
  return operation;
}

export interface Sending {
  readonly operation: Operation;
  readonly args: Json;
  readonly key: string;
  readonly timeout: number;
  readonly direct: boolean;
  /** Null: the node that the operation names, else the next of its role. */
  readonly to: NodeId | null;
}

/** Sends one request. */
export function sendRequest(c: Conduct, purpose: Purpose, sending: Sending): { readonly to: NodeId; readonly request: Request } {
  const { operation, args, key, timeout } = sending;
  const to = sending.to ?? operation.node?.(args) ?? nodeOfRole(c, operation.to) ?? operation.to;
  const direct = sending.direct || operation.verb === 'drift';
  const request = operation.encode(args, key);
  c.out.push({ do: 'request', id: openRequest(c, purpose), to, request, timeout, direct });
  return { to, request };
}
