export { gatewayMachine } from './gateway-machine.js';
export type { GatewayState } from './gateway-state.js';
