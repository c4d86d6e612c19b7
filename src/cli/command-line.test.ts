// Goal: whatever is typed wrongly is answered with one clear line and exit code 2; what is right does what it says.
// Method: the built command, as a user runs it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { nearest } from './nearest.js';
import { duration, port, shard, whole } from './option-values.js';

const main = fileURLToPath(new URL('./main.js', import.meta.url));

describe('the command line', () => {
  let directory: string;

  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'topple-cli-'));
    writeFileSync(join(directory, 'empty.json'), '{}');
    writeFileSync(
      join(directory, 'journey.yaml'),
      'resourceContext: { anchor: projects }\nmetadata: { name: p }\n---\n\nresourceContext: { anchor: projects/p/nothing }\n',
    );
    writeFileSync(join(directory, 'half.json'), '{"name":');
    const proxy = { name: 'p', listen: '127.0.0.1:0', upstream: 'x:1' };
    writeFileSync(join(directory, 'untrue.json'), JSON.stringify([{ ...proxy, upstream: '' }]));
    writeFileSync(join(directory, 'typing.json'), JSON.stringify([{ ...proxy, toxics: [{ type: 'latncy' }] }]));
    writeFileSync(join(directory, 'far.json'), JSON.stringify([{ ...proxy, name: 'far', listen: '192.0.2.1:1' }]));
    writeFileSync(join(directory, 'strange.json'), '{"schema":1,"scenario":"nowhere","world":"sim","defects":[],"plan":{"steps":[]}}');
  });

  after(() => rmSync(directory, { recursive: true, force: true }));

  function topple(...args: readonly string[]) {
    return spawnSync(process.execPath, [main, ...args], { cwd: directory, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });
  }

  for (const [args, message] of [
    [['run', 'refrence'], 'no scenario is called refrence. Did you mean reference?'],
    [['run', 'pair', '--defect', 'ack-before-persists'], 'Did you mean ack-before-persist?'],
    [['run', 'desk', '--world', 'sim'], 'not made for the world sim; use --world real'],
    [['run', '--world', 'mars'], 'Allowed choices are sim, real'],
    [['run', '--rums', '3'], '(Did you mean --runs?)'],
    [['run', '--only-faults', 'paus'], 'no fault is called paus. Did you mean pause?'],
    [['run', '--runs', '0'], 'a whole number of at least 1 is wanted'],
    [['run', '--time', 'soon'], 'a duration is wanted: 500ms, 60s, 5m, 1h'],
    [['run', '--shard', '3/2'], 'i/n with 1 ≤ i ≤ n is wanted'],
    [['runn'], '(Did you mean run?)'],
    [['run', 'pair', '--file', 'journey.yaml'], '--file is for the scenario journeys'],
    [['run', 'journeys', '--file', 'absent.yaml'], 'absent.yaml cannot be read'],
    [['run', 'journeys', '--file', 'journey.yaml'], 'journey.yaml: line 5: nothing can be posted to projects/p/nothing'],
    [['replay', 'nothing'], 'there is no plan at nothing, nor at corpus/nothing.json'],
    [['replay', 'empty.json'], 'empty.json: not a topple plan'],
    [['replay', 'strange.json'], 'strange.json: no scenario is called nowhere'],
    [['toxiproxy', '--config', 'absent.json'], 'absent.json cannot be read: ENOENT'],
    [['toxiproxy', '--config', 'half.json', '--port', '0'], 'half.json is no JSON: '],
    [['toxiproxy', '--config', 'empty.json', '--port', '0'], 'empty.json: bad request body: json: cannot unmarshal object'],
    [['toxiproxy', '--config', 'untrue.json', '--port', '0'], 'untrue.json: missing required field: upstream at proxy 1'],
    [['toxiproxy', '--config', 'typing.json', '--port', '0'], 'typing.json: proxy p, toxic 1: no toxic is of type "latncy"; there are '],
    [['toxiproxy', '--config', 'typing.json', '--port', '0'], 'typing.json: invalid toxic type at proxy 1'],
    [['toxiproxy', '--config', 'far.json', '--port', '0'], 'far.json: proxy far: listen tcp 192.0.2.1:1: bind: cannot assign'],
    [['toxiproxy', '--port', '65536'], 'a port is wanted: 0 to 65535, 0 for any free one'],
    [['toxiproxy', '--port', 'http'], 'a port is wanted: 0 to 65535, 0 for any free one'],
    [['toxiproxy', '--host', '192.0.2.1'], 'toxiproxy cannot serve at 192.0.2.1:8474: this machine has no such address'],
  ] as const)
    it(`refuses ${args.join(' ')}`, () => {
      const { status, stderr } = topple(...args);
      expect(stderr).to.contain(message);
      expect(stderr, 'no stack').to.not.match(/^\s+at /m);
      expect(status).to.equal(2);
    });

  it('judges a history that was recorded elsewhere, and says where it goes wrong', () => {
    const said = (lines: readonly string[], ...words: readonly string[]): ReturnType<typeof topple> => {
      writeFileSync(join(directory, 'history.jsonl'), lines.join('\n'));
      return topple('check', 'history.jsonl', '--model', 'register', ...words);
    };
    const line = (process: number, type: string, f: string, value: number | null): string => JSON.stringify({ process, type, f, value });
    const good = [line(0, 'invoke', 'write', 1), line(0, 'ok', 'write', 1), line(1, 'invoke', 'read', null), line(1, 'ok', 'read', 1)];
    const stale = [...good, line(2, 'invoke', 'read', null), line(2, 'ok', 'read', null)];
    expect(said(good)).to.deep.include({ status: 0, stdout: '✓ linearizable as a register: 2 calls of 1 key have an order\n' });
    const { status, stdout } = said(stale);
    expect([status, stdout.split('\n')]).to.deep.equal([
      1,
      [
        '  the shortest beginning that has no order ends where read of process 2 → null returns (at operation 6)',
        '  the longest order there is, of 2 calls:',
        '    write 1 of process 0 → 1',
        '    read of process 1 → 1',
        '✗ not linearizable as a register',
        '',
      ],
    ]);
    const open = Array.from({ length: 40 }, (_, process) => line(process, 'invoke', 'write', process));
    const hard = [
      ...open,
      ...[1, 2, 1].flatMap((value, index) => [line(50 + index, 'invoke', 'read', null), line(50 + index, 'ok', 'read', value)]),
    ];
    expect(said(hard, '--steps', '1000').status).to.equal(3);
    expect(said([]).stderr).to.contain('there is no operation in it');
    expect(said(['{}']).stderr).to.contain('history.jsonl: line 1: process, type (invoke, ok, fail or info) and f are wanted');
    expect(topple('check', 'none.jsonl', '--model', 'queue').stderr).to.contain('none.jsonl: ENOENT');
    expect(topple('check', 'history.jsonl', '--model', 'quue').stderr).to.contain('there is no model called quue; did you mean queue?');
  });

  it('runs, finds, and replays what it found by its id', () => {
    const clean = topple('run', 'pair', '--world', 'sim', '--seed', '1', '--out', 'clean');
    expect(clean.status, clean.stdout).to.equal(0);
    expect(readdirSync(join(directory, 'clean')).toSorted()).to.deep.equal(['events.ndjson', 'index.html', 'report.json']);
    const found = topple(
      'run',
      'pair',
      '--world',
      'sim',
      '--seed',
      '1',
      '--runs',
      '3000',
      '--defect',
      'ack-before-persist',
      '--out',
      'found',
    );
    expect(found.status).to.equal(1);
    const report = JSON.parse(readFileSync(join(directory, 'found', 'report.json'), 'utf8')) as {
      readonly violations: readonly { readonly id: string }[];
    };
    const id = report.violations[0]?.id ?? '';
    expect(found.stdout).to.contain(`npx topple replay found/corpus/${id}.json`);
    const again = topple('replay', id, '--out', 'found');
    expect(again.stdout).to.match(/hash \d+ as recorded/);
    expect(again.status).to.equal(1);
  });

  it('exits with 3 when too little happened', () => {
    const { status, stdout } = topple('run', 'pair', '--world', 'sim', '--runs', '1', '--faults', 'none', '--seed', '1', '--out', 'hollow');
    expect(stdout).to.contain('12 operations, the floor is 20');
    expect(status).to.equal(3);
  });

  it('goes on when nobody reads along any more', () => {
    const line = `${process.execPath} ${main} run pair --world sim --seed 1 --out piped | head -c 1`;
    const { stderr } = spawnSync('sh', ['-c', line], { cwd: directory, encoding: 'utf8' });
    expect(stderr).to.equal('');
    expect(readFileSync(join(directory, 'piped', 'report.json'), 'utf8')).to.contain('"partial": false');
  });
});

describe('what is typed', () => {
  it('is a number, a duration or a shard', () => {
    expect([whole('7'), duration('500ms'), duration('3'), duration('2m'), duration('1h')]).to.deep.equal([
      7, 500, 3_000, 120_000, 3_600_000,
    ]);
    expect(shard('2/4')).to.deep.equal({ index: 1, count: 4 });
    expect([port('0'), port('65535')]).to.deep.equal([0, 65_535]);
  });

  it('is no number where it is not all digits', () => {
    for (const text of ['', ' ', '0x50', '1e3', '-1', '1.5']) {
      expect(() => whole(text), text).to.throw('a whole number');
      expect(() => port(text), text).to.throw('a port is wanted');
    }
  });

  it('is corrected when at most a third of it differs', () => {
    const known = ['reference', 'pair', 'desk'];
    expect(['refrence', 'par', 'desc', 'etcd', ''].map((name) => nearest(name, known))).to.deep.equal([
      'reference',
      'pair',
      'desk',
      null,
      null,
    ]);
  });
});
