import { ApiError } from './api-error.js';
import { parseBody } from './body.js';
import { toJson } from './json/to-json.js';
import type { Populated, Proxies } from './proxies.js';
import { readChange, readNewProxy, readPopulate } from './proxy-body.js';
import { json } from './route.js';
import type { Answer, Call, Route } from './route.js';
import { createToxic, getToxic, updateToxic } from './toxic-body.js';
import { describeToxic } from './toxic.js';
import { versions } from './versions.js';

const NO_CONTENT: Answer = { status: 204, body: '' };

/** The API of Toxiproxy 2.x as a table. */
export function routes(proxies: Proxies): readonly Route[] {
  return [...proxyRoutes(proxies), ...toxicRoutes(proxies), ...collectionRoutes(proxies)];
}

/** An object by name, written by hand because JavaScript puts keys such as `7` before all others. */
function allOf(proxies: Proxies): string {
  const entries = proxies.all().map((proxy) => `${toJson(proxy.name)}:${toJson(proxy.describe())}`);
  return `{${entries.join(',')}}`;
}

function proxyRoutes(proxies: Proxies): readonly Route[] {
  const update = async ({ names: [name = ''], body }: Call): Promise<Answer> => {
    proxies.get(name);
    const node = parseBody(body);
    const proxy = await proxies.update(name, (now) => ({ ...readChange(node, now, proxies.strict), name }));
    return json(200, proxy.describe());
  };
  return [
    {
      path: '/proxies',
      methods: {
        GET: () => ({ status: 200, contentType: 'application/json', body: allOf(proxies) }),
        POST: async ({ body }) => json(201, (await proxies.create(readNewProxy(body, proxies.strict))).describe()),
      },
    },
    {
      path: '/proxies/*',
      methods: {
        GET: ({ names: [name = ''] }) => json(200, proxies.get(name).describe()),
        POST: update,
        PATCH: update,
        DELETE: async ({ names: [name = ''] }) => {
          await proxies.remove(name);
          return NO_CONTENT;
        },
      },
    },
  ];
}

function toxicRoutes(proxies: Proxies): readonly Route[] {
  const update = ({ names: [name = '', toxic = ''], body }: Call): Answer =>
    json(200, describeToxic(updateToxic(proxies.get(name), toxic, body)));
  return [
    {
      path: '/proxies/*/toxics',
      methods: {
        GET: ({ names: [name = ''] }) => json(200, proxies.get(name).toxics.map(describeToxic)),
        POST: ({ names: [name = ''], body }) => json(200, describeToxic(createToxic(proxies.get(name), body))),
      },
    },
    {
      path: '/proxies/*/toxics/*',
      methods: {
        GET: ({ names: [name = '', toxic = ''] }) => json(200, describeToxic(getToxic(proxies.get(name), toxic))),
        POST: update,
        PATCH: update,
        DELETE: ({ names: [name = '', toxic = ''] }) => {
          const proxy = proxies.get(name);
          proxy.removeToxic(getToxic(proxy, toxic));
          return NO_CONTENT;
        },
      },
    },
  ];
}

function collectionRoutes(proxies: Proxies): readonly Route[] {
  return [
    {
      path: '/populate',
      methods: {
        POST: ({ body }) => populate(proxies, body),
      },
    },
    {
      path: '/reset',
      methods: {
        POST: async () => {
          await proxies.reset();
          return NO_CONTENT;
        },
      },
    },
    {
      path: '/version',
      methods: {
        GET: () => ({ status: 200, contentType: 'application/json;charset=utf-8', body: `{"version": "${versions.api}"}\n` }),
      },
    },
  ];
}

async function populate(proxies: Proxies, body: string): Promise<Answer> {
  const { proxies: done, error } = await readThenPopulate(proxies, body);
  const list = done.length === 0 ? null : done.map((proxy) => proxy.describe());
  if (error === undefined) return json(201, { proxies: list });
  return json(error.status, { error: error.message, status: error.status, proxies: list });
}

async function readThenPopulate(proxies: Proxies, body: string): Promise<Populated> {
  try {
    return await proxies.populate(readPopulate(body, proxies.strict));
  } catch (error) {
    if (error instanceof ApiError) return { proxies: [], error };
    throw error;
  }
}
