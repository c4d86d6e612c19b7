export { type FieldSpec, type KindSpec, kindNamed, kinds, type Upload } from './kind.js';
export { fillPath, kindOfKey, matchPath, parentOfKey } from './path.js';
export { projectOf, type Reference, referencesOf } from './reference.js';
