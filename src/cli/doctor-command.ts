import { spawnSync } from 'node:child_process';

/** A program that topple can use, and what goes without it. */
interface Tool {
  readonly name: string;
  readonly programs: readonly string[];
  readonly ask: readonly string[];
  readonly without: string;
}

const tools: readonly Tool[] = [
  {
    name: 'toxiproxy-server',
    programs: ['toxiproxy-server'],
    ask: ['--version'],
    without: 'the embedded Toxiproxy is used; tests against the original are skipped',
  },
  { name: 'etcd', programs: ['etcd'], ask: ['--version'], without: 'the scenario etcd-lock and its tests are skipped' },
  {
    name: 'chromium',
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    ask: ['--version'],
    without: 'tests that open the report in a browser are skipped',
  },
  { name: 'python3', programs: ['python3'], ask: ['--version'], without: 'tests of node programs in Python are skipped' },
  {
    name: 'go',
    programs: ['go'],
    ask: ['version'],
    without: 'the original toxiproxy-server cannot be built here; the embedded Toxiproxy needs no Go',
  },
];

/** Says what is installed, what is used of it, and what is skipped where something is missing. */
export function doctorCommand(): void {
  line('node', `${process.version} on ${process.platform} ${process.arch}`, '');
  for (const tool of tools) {
    const version = versionOf(tool);
    line(tool.name, version ?? 'missing', version === null ? tool.without : '');
  }
  const url = process.env['TOXIPROXY_URL'];
  const isThere = versionOf(tools[0] as Tool) !== null;
  line(
    'toxiproxy',
    url !== undefined ? `the one at ${url} (TOXIPROXY_URL)` : isThere ? 'toxiproxy-server, from PATH' : 'the embedded one',
    'this one breaks the links',
  );
}

function line(name: string, state: string, note: string): void {
  process.stdout.write(`${name.padEnd(18)}${state}${note === '' ? '' : `: ${note}`}\n`);
}

/** The first line that the first of its programs says of itself; null when none is there. */
function versionOf({ programs, ask }: Tool): string | null {
  for (const program of programs) {
    const { status, stdout } = spawnSync(program, ask, { encoding: 'utf8', timeout: 5_000 });
    if (status === 0) return stdout.trim().split('\n')[0] ?? '';
  }
  return null;
}
