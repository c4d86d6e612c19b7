// What the table of kinds says of each resource of EMCO v2. The rows are in `kinds`.

/** Uploads are multipart: `metadata` is the JSON body, `file` the upload. */
export type Upload = 'package' | 'kubeconfig' | null;

export interface KindSpec {
  readonly name: string;
  readonly parent: string | null;
  /** Path of one resource below `/v2`; each `{name}` is one segment. It is also the resource's key. */
  readonly path: string;
  /** Path that is listed and posted to. */
  readonly collection: string;
  readonly upload: Upload;
  /** Whether PUT exists. */
  readonly put: boolean;
  /** Life-cycle calls: POST to path + `/` + verb. */
  readonly verbs: readonly string[];
  /** Whether GET path + `/status` exists. */
  readonly status: boolean;
  /** Body fields, for validation; `name` and `metadata` are implied except for labels. */
  readonly spec: Readonly<Record<string, FieldSpec>>;
  /** Where the whole of `spec` is one value, such as a map, its type; null: the fields above. */
  readonly wholeSpec: FieldSpec | null;
}

export type FieldType =
  | 'name'
  | 'string'
  | 'boolean'
  | 'integer'
  | 'strings'
  | 'cidrs'
  | 'overrides'
  | 'intent-map'
  | 'placement'
  | 'user'
  | 'labels'
  | 'label-pair'
  | 'selector'
  | 'quantities'
  | 'key-values'
  | 'subnets'
  | 'vlan'
  | 'any';

export interface FieldSpec {
  readonly type: FieldType;
  readonly required: boolean;
  /** Of an integer, lowest and highest. */
  readonly range?: readonly [number, number];
  /** The only texts that are allowed; absent: any. */
  readonly oneOf?: readonly string[];
  /** A DNS label, as Kubernetes wants it of namespaces: lower-case letters, digits and `-`, at most 63. */
  readonly dnsLabel?: true;
}

/** What every `metadata` holds besides its `name`, and the longest text of each in characters. */
export const metadataLengths: Readonly<Record<string, number>> = { description: 1_024, userData1: 512, userData2: 512 };

/** What a `name` looks like; `+` is not legal, it separates a provider from a cluster. */
export const namePattern = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
export const nameLengthMax = 128;

/** The fields of `spec` in the body of a life-cycle call; calls that are not here take no body. */
export const verbFields: Readonly<Record<string, Readonly<Record<string, FieldSpec>>>> = {
  rollback: { revision: { type: 'string', required: true } },
  migrate: { targetCompositeAppVersion: { type: 'name', required: true }, targetDeploymentIntentGroup: { type: 'name', required: true } },
};

/** The life-cycle calls that make a revision; they answer with its number. */
export const numberedVerbs: readonly string[] = ['update', 'rollback'];
