// docs/runbook.md: made of the table of recoveries; only the sentences around it are written here.
import { operationNamed, recoveries, type Recovery, type RecoveryCall, type Sight } from '../../spec/emco/index.js';
import { code, link, page, table } from './markdown.js';

type Chapter = keyof typeof recoveries;

const titles: Readonly<Record<Chapter, string>> = {
  calls: 'Calls that are refused, or whose outcome is not known',
  clusters: 'Clusters and syncers',
  managers: 'Managers',
  teardown: 'Taking everything down',
};

export function runbookPage(): string {
  const chapters = Object.entries(recoveries) as readonly (readonly [Chapter, readonly Recovery[]])[];
  return page(
    '# Runbook',
    'Made by `npm run docs` from the table of recoveries (`spec/emco/recovery`); do not edit it here. The janitor of every run takes its calls from the same table.',
    introduction,
    '## Where to look',
    places,
    '## Situations',
    table(
      ['situation', 'symptom', 'needs'],
      chapters.flatMap(([, all]) => all.map(({ name, symptom, needs }) => [link(name), symptom, needs])),
    ),
    ...chapters.flatMap(([chapter, all]) => [`## ${titles[chapter]}`, ...introductionOf(chapter), ...all.flatMap(entry)]),
  );
}

const introduction = [
  'Whatever state calls and faults have led to, as long as no disk of a majority of the managers was lost or lied, one gets out of it by the calls on this page alone.',
  'What is under way is never lost: a call that was accepted is carried out, by whoever is there, until it is done or somebody terminates it. So the first',
  'remedy is always time, and the second is the same call again, with the same `Idempotency-Key`. Nothing here needs access to a disk or a database.',
].join('\n');

const places = [
  '- **Answers**: a refusal has a `code`, and names what stands in the way (`key`, `by`, `state`, `context`).',
  '- **Status**: `GET …/status` of a group, cloud or cluster: how far it is, resource by resource, and why not further. See [life cycles](life-cycles.md).',
  '- **Inventory**: `GET /v2/inventory`: every document with what it names (`refs`), every context with its items, every server of a cluster with its holder and epoch.',
  '- **Audit**: `GET /v2/audit?after=N&limit=N&wait=5s`: every change, numbered without gap (`seq`), with time, actor (`X-Actor`, as the caller says), states before and after, and the log entry (`index`) that made it.',
  '  Pass `next` as `after` to go on; that holds across crashes of managers and gateways. What is older than `oldest` is 410 `AUDIT_GONE`.',
  '- **Readiness**: `GET /readyz` of every node: 200, or 503 with a `code`. `GET /healthz` says only that it runs.',
  '- **Metrics**: `GET /metrics` of every node, as Prometheus reads them. Counters begin at 0 with each start of the node.',
].join('\n');

function introductionOf(chapter: Chapter): readonly string[] {
  if (chapter !== 'teardown') return [];
  return [
    'In these stages; one begins when the one before has nothing left. Within a stage, each document comes before what it names and what it is inside of.',
  ];
}

function entry({ name, symptom, see, calls, after }: Recovery): readonly string[] {
  const steps = calls.map((call, index) => `${index + 1}. ${callText(call)}`);
  return [
    `### ${name}`,
    symptom,
    ['How to see it:', ...see.map((sight) => `- ${sightText(sight)}`)].join('\n'),
    steps.length === 0 ? 'Calls: none.' : ['Calls:', '', ...steps].join('\n'),
    `Afterwards: ${after}`,
  ];
}

function sightText({ at, role, shows }: Sight): string {
  return `**${at}**${role === undefined ? '' : ` of a ${role}`}: ${shows}`;
}

function callText({ operation, of, body, until }: RecoveryCall): string {
  const sent = body === undefined ? '' : ` with ${code(body)}`;
  return `${code(operation)} (${requestText(operation)})${sent}: ${of}${until === null ? '' : `; wait ${until}`}`;
}

/** A call of any kind has the path of its document. */
function requestText(operation: string): string {
  if (operation === '*.delete') return code('DELETE /v2{key}');
  if (operation === '*.status') return code('GET /v2{key}/status');
  const { method, path } = operationNamed(operation);
  return code(`${method} /v2${path}`);
}
