import { type FieldSpec, metadataLengths } from '../kind.js';
import type { BodyShape } from '../operations.js';
import { fieldSchema } from './field-schema.js';
import { objectOf, ref, type Schema } from './schema.js';

/** What a body of this shape holds. The shape is not `none`. */
export function documentSchema({ form, spec, wholeSpec }: BodyShape): Schema {
  if (form === 'label') return objectOf({ clusterLabel: ref('schemas', 'Name') });
  const metadata = form === 'metadata' ? ref('schemas', 'Metadata') : ref('schemas', 'Remarks');
  const fields = Object.entries(spec);
  const specSchema = wholeSpec === null ? specOf(fields) : fieldSchema(wholeSpec);
  const hasSpec = wholeSpec !== null || fields.length > 0;
  const needsSpec = wholeSpec?.required ?? fields.some(([, { required }]) => required);
  const required = [...(form === 'metadata' ? ['metadata'] : []), ...(needsSpec ? ['spec'] : [])];
  return objectOf({ metadata, ...(hasSpec ? { spec: specSchema } : {}) }, required);
}

function specOf(fields: readonly (readonly [string, FieldSpec])[]): Schema {
  const required = fields.filter(([, field]) => field.required).map(([name]) => name);
  return objectOf(Object.fromEntries(fields.map(([name, field]) => [name, fieldSchema(field)])), required);
}

const remarks = Object.fromEntries(Object.entries(metadataLengths).map(([field, maxLength]) => [field, { type: 'string', maxLength }]));

/** The schemas that those of documents refer to. */
export const metadataSchemas: Readonly<Record<string, Schema>> = {
  Metadata: objectOf({ name: ref('schemas', 'Name'), ...remarks }, ['name']),
  Remarks: objectOf({ name: ref('schemas', 'Name'), ...remarks }, []),
};
