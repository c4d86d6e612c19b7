export {
  type FieldSpec,
  type KindSpec,
  kindNamed,
  kinds,
  metadataLengths,
  nameLengthMax,
  namePattern,
  type Upload,
  verbFields,
} from './kind.js';
export { type BodyShape, operationNamed, operations, type RestOperation } from './operations.js';
export { fillPath, kindOfKey, matchPath, parentOfKey } from './path.js';
export { projectOf, type Reference, referencesOf } from './reference.js';
export { kubeconfigOf, type Multipart, multipartOf, packageOf } from './upload.js';
