import { expect } from 'chai';
import { ask, errorReply, jsonReply } from './ask.js';
import type { Reply } from './ask.js';
import { Bed, freshName } from './bed.js';
import type { Target } from './target.js';

type Refusal = readonly [body: string, message: string];

/** Bodies that are no JSON, with the words of Go's decoder. */
const NO_JSON: readonly Refusal[] = [
  ['', 'EOF'],
  ['  \n', 'EOF'],
  ['{', 'unexpected EOF'],
  ['[', 'unexpected EOF'],
  ['"', 'unexpected EOF'],
  ['{"a', 'unexpected EOF'],
  ['{"a":', 'unexpected EOF'],
  ['{"a":1,', 'unexpected EOF'],
  ['nul', 'unexpected EOF'],
  ['-', 'unexpected EOF'],
  ['1.', 'unexpected EOF'],
  ['1e+', 'unexpected EOF'],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ['{]', "invalid character ']' looking for beginning of object key string"],
  ['{1:2}', "invalid character '1' looking for beginning of object key string"],
  ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
  ['[}', "invalid character '}' looking for beginning of value"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['{"a" 1}', "invalid character '1' after object key"],
  ['{"a":1 "b":2}', `invalid character '"' after object key:value pair`],
  ['[1 2]', "invalid character '2' after array element"],
  ['nulx', "invalid character 'x' in literal null (expecting 'l')"],
  ['falsy', "invalid character 'y' in literal false (expecting 'e')"],
  ['-x', "invalid character 'x' in numeric literal"],
  ['1.x', "invalid character 'x' after decimal point in numeric literal"],
  ['1ex', "invalid character 'x' in exponent of numeric literal"],
  ['+1', "invalid character '+' looking for beginning of value"],
  ['.5', "invalid character '.' looking for beginning of value"],
  ['NaN', "invalid character 'N' looking for beginning of value"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['"a\tb"', "invalid character '\\t' in string literal"],
  ['"\u0000"', "invalid character '\\x00' in string literal"],
  ['\u007f', "invalid character '\\x7f' looking for beginning of value"],
  ['\ufeff{}', "invalid character 'ï' looking for beginning of value"],
  ['é', "invalid character 'Ã' looking for beginning of value"],
  ['//c\n{}', "invalid character '/' looking for beginning of value"],
  ['['.repeat(10_001), "invalid character '[' exceeded max depth"],
];

const PROXY = 'json: cannot unmarshal';
/** Bodies of the wrong type, for a new proxy and for a change of one. */
const NO_PROXY: readonly Refusal[] = [
  ['[]', `${PROXY} array into Go value of type toxiproxy.Proxy`],
  ['"x"', `${PROXY} string into Go value of type toxiproxy.Proxy`],
  ['1', `${PROXY} number into Go value of type toxiproxy.Proxy`],
  ['01', `${PROXY} number into Go value of type toxiproxy.Proxy`],
  ['true', `${PROXY} bool into Go value of type toxiproxy.Proxy`],
  ['{"name":5}', `${PROXY} number into Go struct field Proxy.name of type string`],
  ['{"name":{}}', `${PROXY} object into Go struct field Proxy.name of type string`],
  ['{"name":[]}', `${PROXY} array into Go struct field Proxy.name of type string`],
  ['{"name":true}', `${PROXY} bool into Go struct field Proxy.name of type string`],
  ['{"listen":5}', `${PROXY} number into Go struct field Proxy.listen of type string`],
  ['{"upstream":1e999}', `${PROXY} number into Go struct field Proxy.upstream of type string`],
  ['{"enabled":"yes"}', `${PROXY} string into Go struct field Proxy.enabled of type bool`],
  ['{"enabled":1}', `${PROXY} number into Go struct field Proxy.enabled of type bool`],
  ['{"ENABLED":0}', `${PROXY} number into Go struct field Proxy.enabled of type bool`],
  ['{"enabled":"a","name":5}', `${PROXY} string into Go struct field Proxy.enabled of type bool`],
];

const WRAPPER = 'json: cannot unmarshal';
const NO_TOXIC: readonly Refusal[] = [
  ['[]', `${WRAPPER} array into Go value of type toxics.ToxicWrapper`],
  ['5', `${WRAPPER} number into Go value of type toxics.ToxicWrapper`],
  ['"x"', `${WRAPPER} string into Go value of type toxics.ToxicWrapper`],
  ['{"type":5}', `${WRAPPER} number into Go struct field ToxicWrapper.type of type string`],
  ['{"name":5}', `${WRAPPER} number into Go struct field ToxicWrapper.name of type string`],
  ['{"stream":5}', `${WRAPPER} number into Go struct field ToxicWrapper.stream of type string`],
  ['{"toxicity":"1"}', `${WRAPPER} string into Go struct field ToxicWrapper.toxicity of type float32`],
  ['{"toxicity":true}', `${WRAPPER} bool into Go struct field ToxicWrapper.toxicity of type float32`],
  ['{"toxicity":1e39}', `${WRAPPER} number 1e39 into Go struct field ToxicWrapper.toxicity of type float32`],
  ['{"attributes":[]}', `${WRAPPER} array into Go struct field ToxicWrapper.attributes of type toxics.NoopToxic`],
  ['{"attributes":"x"}', `${WRAPPER} string into Go struct field ToxicWrapper.attributes of type toxics.NoopToxic`],
  ['{"attributes":5}', `${WRAPPER} number into Go struct field ToxicWrapper.attributes of type toxics.NoopToxic`],
];

const UPDATE = 'struct { Attributes interface {} "json:\\"attributes\\""; Toxicity float32 "json:\\"toxicity\\"" }';
const NO_UPDATE: readonly Refusal[] = [
  ['[]', `${WRAPPER} array into Go value of type ${UPDATE}`],
  ['{"attributes":[]}', `${WRAPPER} array into Go struct field .attributes of type toxics.LatencyToxic`],
  ['{"attributes":5}', `${WRAPPER} number into Go struct field .attributes of type toxics.LatencyToxic`],
  ['{"toxicity":"x"}', `${WRAPPER} string into Go struct field .toxicity of type float32`],
  ['{"toxicity":1e400}', `${WRAPPER} number 1e400 into Go struct field .toxicity of type float32`],
  ['{"toxicity":3.4028236e38}', `${WRAPPER} number 3.4028236e38 into Go struct field .toxicity of type float32`],
  ...['1.5', '1e3', '1.0', '9223372036854775808', '-1e-1'].map(
    (text): Refusal => [
      `{"attributes":{"latency":${text}}}`,
      `${WRAPPER} number ${text} into Go struct field LatencyToxic.attributes.latency of type int64`,
    ],
  ),
  ...(
    [
      ['"1"', 'string'],
      ['true', 'bool'],
      ['{}', 'object'],
      ['[1]', 'array'],
    ] as const
  ).map(
    ([text, kind]): Refusal => [
      `{"attributes":{"jitter":${text}}}`,
      `${WRAPPER} ${kind} into Go struct field LatencyToxic.attributes.jitter of type int64`,
    ],
  ),
];

const ITEM = 'struct { toxiproxy.Proxy; Enabled *bool "json:\\"enabled\\"" }';
const NO_POPULATE: readonly Refusal[] = [
  ['{}', `${WRAPPER} object into Go value of type []${ITEM}`],
  ['5', `${WRAPPER} number into Go value of type []${ITEM}`],
  ['"x"', `${WRAPPER} string into Go value of type []${ITEM}`],
  ['[5]', `${WRAPPER} number into Go value of type ${ITEM}`],
  ['[[]]', `${WRAPPER} array into Go value of type ${ITEM}`],
  ['[{"name":5}]', `${WRAPPER} number into Go struct field .Proxy.name of type string`],
  ['[{"name":"x","upstream":"y:1","listen":5}]', `${WRAPPER} number into Go struct field .Proxy.listen of type string`],
  ['[{"name":"x","upstream":"y:1","enabled":"x"}]', `${WRAPPER} string into Go struct field .enabled of type bool`],
];

/** Request bodies: what is read of them, and the words with which others are refused. */
export function bodyConformance(target: Target): void {
  let bed: Bed;
  before(async () => {
    bed = await Bed.open(target.url);
    await bed.toxic({ type: 'latency' });
  });
  after(() => bed.close());
  const send = (method: string, path: string, body: string): Promise<Reply> =>
    ask(target.url, method, path.replace('BED', bed.proxy.name), { body });
  const shown = (body: string): string => JSON.stringify(body.length > 60 ? `${body.slice(0, 60)}…` : body);
  const refuses = (method: string, path: string, refusals: readonly Refusal[]): void => {
    for (const [body, message] of refusals) {
      it(`refuses ${method} ${path} ${shown(body)}: ${message}`, async () => {
        expect(await send(method, path, body)).to.deep.equal(errorReply(400, `bad request body: ${message}`));
      });
    }
  };
  const toxic = '/proxies/BED/toxics/latency_downstream';

  describe('that are no JSON', () => {
    refuses('POST', '/proxies', NO_JSON);
    it('are refused alike on every route that has a body', async () => {
      for (const body of ['', '{', '[1,]']) {
        const [, message = ''] = NO_JSON.find(([text]) => text === body) ?? [];
        const expected = errorReply(400, `bad request body: ${message}`);
        for (const path of ['/proxies/BED', '/proxies/BED/toxics', toxic]) expect(await send('POST', path, body)).to.deep.equal(expected);
        for (const path of ['/proxies/BED', toxic]) expect(await send('PATCH', path, body)).to.deep.equal(expected);
        const text = `{"error":${JSON.stringify(`bad request body: ${message}`)},"status":400,"proxies":null}`;
        expect(await send('POST', '/populate', body)).to.deep.equal(jsonReply(400, text));
      }
    });
    it('are not read by /reset', async () => {
      expect((await send('POST', '/reset', 'garbage')).status).to.equal(204);
      await bed.toxic({ type: 'latency' });
    });
  });

  describe('of the wrong type', () => {
    refuses('POST', '/proxies', NO_PROXY);
    refuses('PATCH', '/proxies/BED', NO_PROXY);
    refuses('POST', '/proxies/BED/toxics', NO_TOXIC);
    refuses('PATCH', toxic, NO_UPDATE);
    for (const [body, message] of NO_POPULATE) {
      it(`refuses POST /populate ${body}: ${message}, as JSON with no proxies`, async () => {
        const text = JSON.stringify({ error: `bad request body: ${message}`, status: 400, proxies: null });
        expect(await send('POST', '/populate', body)).to.deep.equal(jsonReply(400, text));
      });
    }
    it('are refused in a new toxic with the names of its type', async () => {
      const names: readonly (readonly [type: string, attribute: string, goName: string])[] = [
        ['latency', 'latency', 'LatencyToxic'],
        ['bandwidth', 'rate', 'BandwidthToxic'],
        ['limit_data', 'bytes', 'LimitDataToxic'],
        ['slow_close', 'delay', 'SlowCloseToxic'],
        ['timeout', 'timeout', 'TimeoutToxic'],
        ['reset_peer', 'timeout', 'ResetToxic'],
        ['slicer', 'delay', 'SlicerToxic'],
      ];
      for (const [type, attribute, goName] of names) {
        const { status, text } = await send(
          'POST',
          '/proxies/BED/toxics',
          `{"type":"${type}","name":"bad","attributes":{"${attribute}":"x"}}`,
        );
        expect(text).to.include(`field ${goName}.attributes.${attribute} of type ${type === 'slicer' ? 'int' : 'int64'}"`);
        expect(status).to.equal(400);
      }
      expect((await send('GET', '/proxies/BED/toxics/bad', '')).status).to.equal(404);
    });
  });

  describe('that are right', () => {
    const upstream = '127.0.0.1:9';
    const made = (name: string): string =>
      JSON.stringify({ name, listen: '127.0.0.1:0', upstream, enabled: false, Logger: {}, toxics: [] });
    const right: readonly (readonly [fact: string, body: (name: string) => string])[] = [
      ['end with the first value; what follows is ignored', (name) => `${made(name)} trailing ]]`],
      ['may begin with white space', (name) => ` \r\n\t${made(name)}`],
      ['have keys of any case', (name) => `{"NAME":"${name}","Listen":"127.0.0.1:0","UpStream":"${upstream}","eNABLED":false}`],
      ['may have keys that nobody knows', (name) => made(name).replace('{', '{"more":[{"a":null},1e400,-0.5],')],
      ['are read to their last key of a name', (name) => made(name).replace('{', '{"name":"other","upstream":"x:1",')],
      ['keep a value when a later one is null', (name) => made(name).replace('"Logger":{}', '"name":null,"upstream":null,"enabled":null')],
      [
        'may be written with escapes',
        (name) => made(name).replace(name, Array.from(name, (c) => `\\u00${c.charCodeAt(0).toString(16)}`).join('')),
      ],
    ];
    for (const [fact, body] of right) {
      it(fact, async () => {
        const name = freshName();
        expect(await send('POST', '/proxies', body(name))).to.deep.equal(jsonReply(201, made(name)));
        expect((await ask(target.url, 'DELETE', `/proxies/${name}`)).status).to.equal(204);
      });
    }

    it('may be null, which leaves everything as it is', async () => {
      const before = await ask(target.url, 'GET', `/proxies/${bed.proxy.name}`);
      expect(await send('PATCH', '/proxies/BED', 'null')).to.deep.equal(before);
      expect(await send('PATCH', '/proxies/BED', '{"enabled":null,"listen":null,"upstream":null}')).to.deep.equal(before);
      expect((await send('PATCH', toxic, 'null')).status).to.equal(200);
      expect(await ask(target.url, 'GET', `/proxies/${bed.proxy.name}`)).to.deep.equal(before);
      expect(await send('POST', '/proxies', 'null')).to.deep.equal(errorReply(400, 'missing required field: name'));
      expect(await send('POST', '/proxies/BED/toxics', 'null')).to.deep.equal(errorReply(400, 'invalid toxic type'));
    });

    it('may be nested, deeper on one server than on the other', async () => {
      const nested = (depth: number): string => `{"x":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      const missing = errorReply(400, 'missing required field: name');
      const tooDeep = errorReply(400, "bad request body: invalid character '[' exceeded max depth");
      expect(await send('POST', '/proxies', nested(90))).to.deep.equal(missing);
      expect(await send('POST', '/proxies', nested(9000))).to.deep.equal(
        target.either('deep bodies', { original: missing, embedded: tooDeep }),
      );
      expect(await send('POST', '/proxies', nested(11_000))).to.deep.equal(tooDeep);
    });

    it('may be long, longer on one server than on the other', async () => {
      const body = (length: number): string => `{"name":"${'n'.repeat(length)}"}`;
      const missing = errorReply(400, 'missing required field: upstream');
      expect(await send('POST', '/proxies', body(target.kind === 'strict' ? 1_000_000 : 4_000_000))).to.deep.equal(missing);
      const tooLong = errorReply(400, 'bad request body: http: request body too large');
      expect(await send('POST', '/proxies', body(8_400_000))).to.deep.equal(
        target.either('long bodies', { original: missing, embedded: tooLong }),
      );
    });

    it('may have bytes that are no UTF-8 in a text, where they become another character, and nowhere else', async () => {
      const raw = (...bytes: readonly (string | number[])[]): Buffer => Buffer.concat(bytes.map((part) => Buffer.from(part as string)));
      const first = target.either('broken UTF-8', { original: 'ÿ', embedded: 'ï' });
      const refused = errorReply(400, `bad request body: invalid character '${first}' looking for beginning of value`);
      expect(await ask(target.url, 'POST', '/proxies', { body: raw([0xff], '{}') })).to.deep.equal(refused);
      const name = freshName();
      const body = raw(`{"name":"${name}`, [0xff], '","upstream":"x:1","enabled":false}');
      expect((await ask(target.url, 'POST', '/proxies', { body })).text).to.include(`"name":"${name}\ufffd"`);
      expect((await send('DELETE', `/proxies/${name}%EF%BF%BD`, '')).status).to.equal(204);
    });

    it('may have a Logger of any type, or may not', async () => {
      const status = target.either('key Logger', { original: 400, embedded: 200 });
      expect((await send('PATCH', '/proxies/BED', '{"Logger":5}')).status).to.equal(status);
      expect((await send('PATCH', '/proxies/BED', '{"Logger":{}}')).status).to.equal(200);
    });
  });
}
