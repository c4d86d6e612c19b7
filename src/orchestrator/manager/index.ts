export { managerMachine } from './manager-machine.js';
