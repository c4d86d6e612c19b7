export { ownClusterObject, ownNamespace, ownObject, type Owned } from './own-object.js';
export { renderApp, type Rendered, type RenderOptions } from './render.js';
