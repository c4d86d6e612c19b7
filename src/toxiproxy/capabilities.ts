import { canBlackHole } from './black-hole.js';
import { mannerChoices } from './manners.js';
import { scheduleFields } from './schedule.js';
import { kindsIn } from './toxics/toxic-kinds.js';
import type { ToxicKind } from './toxics/toxic-kind.js';
import { versions } from './versions.js';

/** What `GET /capabilities` answers: all that this server can do beyond a connection, so that a client need not find out by failing. */
export function capabilities(strict: boolean): Readonly<Record<string, unknown>> {
  const kinds = kindsIn(strict);
  return {
    server: 'embedded',
    version: versions.embedded,
    strict,
    activity: true,
    toxics: [...kinds.keys()],
    kinds: Object.fromEntries([...kinds].map(([type, kind]) => [type, describeKind(kind)])),
    toxicFields: strict ? [] : [...scheduleFields, 'match'],
    proxyFields: strict ? {} : proxyFields(),
    routes: ['/activity', '/capabilities', '/connections', '/log'],
  };
}

function describeKind({ attributes, choices, reach, texts, defaults, ranges, readsHttp }: ToxicKind): Readonly<Record<string, unknown>> {
  const said = Object.entries({ choices, reach, texts, defaults, ranges, http: readsHttp }).filter(([, value]) => value !== undefined);
  return { attributes, ...Object.fromEntries(said) };
}

/** The values of each field of a proxy that Toxiproxy does not know; `toxics` takes a list. */
function proxyFields(): Readonly<Record<string, unknown>> {
  const accept = mannerChoices.accept.filter((choice) => choice !== 'blackhole' || canBlackHole);
  return { toxics: 'list', on_dial_error: mannerChoices.on_dial_error, accept };
}
