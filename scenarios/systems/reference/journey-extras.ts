import { type KindSpec, kinds } from '../../../spec/emco/index.js';
import type { Errand } from '../../../src/contract/index.js';
import { asObject } from '../../../src/world/index.js';
import { errand } from './reference-world.js';

/** Calls about what a journey makes that are no part of it: everything is read, replaced by itself, moved at any time, and deleted. */
export function journeyExtras(journey: readonly Errand[]): readonly Errand[] {
  const extras = journey.flatMap((step) => {
    const [name = '', call = ''] = step.op.split('.');
    const kind = kinds.find((each) => each.name === name);
    return kind === undefined || call !== 'create' ? [] : about(kind, step);
  });
  return extras.length === 0 ? [errand('project.list', '/projects/x')] : extras;
}

function about({ name, put, status, verbs }: KindSpec, { args }: Errand): readonly Errand[] {
  const key = String(asObject(args)?.['key']);
  return [
    errand(`${name}.get`, key),
    errand(`${name}.delete`, key),
    ...(put ? [{ op: `${name}.replace`, args, makes: null, rest: false }] : []),
    ...(status ? [errand(`${name}.status`, key)] : []),
    ...verbs.filter((verb) => verb !== 'forget' && verb !== 'rollback' && verb !== 'migrate').map((verb) => errand(`${name}.${verb}`, key)),
  ];
}
