import { runNode } from './run-node.js';
import { toyMachine } from './toy-machine.js';

await runNode(toyMachine, {});
