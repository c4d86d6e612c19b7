export { clusterMachine } from './cluster-machine.js';
export type { ClusterState, Stored } from './cluster-state.js';
export { collectionPath, type ResourceType, resourceTypes, typeOfKind } from './resource-types.js';
