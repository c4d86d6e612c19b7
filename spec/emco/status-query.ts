/** One parameter of a status call. */
export interface QueryParameter {
  readonly name: string;
  /** What it leaves or shows, in a sentence. */
  readonly means: string;
  /** `text`: one value; `texts`: may be given several times; `flag`: the name alone. */
  readonly takes: 'text' | 'texts' | 'flag';
  readonly oneOf: readonly string[] | null;
}

/** What a status can be asked for. Source: EMCO's Resource_Lifecycle_and_Status.md. */
export const statusParameters: readonly QueryParameter[] = [
  { name: 'status', means: 'Shows what was achieved, or what the clusters say.', takes: 'text', oneOf: ['deployed', 'ready'] },
  { name: 'output', means: 'How much is shown of each resource.', takes: 'text', oneOf: ['summary', 'all', 'detail'] },
  { name: 'instance', means: 'The id of the context; no other than the present one is kept.', takes: 'text', oneOf: null },
  { name: 'app', means: 'Leaves these apps.', takes: 'texts', oneOf: null },
  { name: 'cluster', means: 'Leaves these clusters, each as `provider+cluster`.', takes: 'texts', oneOf: null },
  { name: 'resource', means: 'Leaves the resources of these names.', takes: 'texts', oneOf: null },
  { name: 'apps', means: 'Lists the names of the apps instead.', takes: 'flag', oneOf: null },
  { name: 'clusters', means: 'Lists the clusters of each app instead.', takes: 'flag', oneOf: null },
  { name: 'resources', means: 'Lists the resources of each app instead.', takes: 'flag', oneOf: null },
];
