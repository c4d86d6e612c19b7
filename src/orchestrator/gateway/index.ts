export { gatewayErrors } from './gateway-errors.js';
export { gatewayMachine } from './gateway-machine.js';
export type { GatewayState } from './gateway-state.js';
