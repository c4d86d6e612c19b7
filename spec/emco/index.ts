export { type Grant, mayCall, type Role, rolesFor } from './authority.js';
export { auditLimits, type AuditParameter, auditParameters } from './audit-query.js';
export { type ErrorSpec, type ErrorWord, errorsOf, everyError } from './error.js';
export { gatewayErrors } from './gateway-errors.js';
export {
  type FieldSpec,
  type FieldType,
  type KindSpec,
  metadataLengths,
  nameLengthMax,
  namePattern,
  numberedVerbs,
  type Upload,
  verbFields,
} from './kind.js';
export { kindNamed, kinds } from './kinds.js';
export { type BodyShape, operationNamed, operations, type RestOperation } from './operations.js';
export { exampleDocument, exampleName, examplePath } from './openapi/example.js';
export { openapi } from './openapi/openapi.js';
export { fillPath, kindOfKey, matchPath, parentOfKey } from './path.js';
export { concerns, operationFor, recoveries, type Recovery, type RecoveryCall, type Sight, teardown } from './recovery/index.js';
export { projectOf, type Reference, referencesOf } from './reference.js';
export { stateErrors } from './state-errors.js';
export { type QueryParameter, statusParameters } from './status-query.js';
export { kubeconfigOf, type Multipart, multipartOf, packageOf } from './upload.js';
