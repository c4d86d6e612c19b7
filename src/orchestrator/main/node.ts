// One node of the orchestrator as a process: `node node.js --role gateway|manager|syncer|cluster [--rules FILE.js …]`.
import { parseArgs } from 'node:util';
import { runNode } from '../../world/node/index.js';
import { roles } from '../roles.js';
import { loadMachine } from './load-machine.js';
import { loadRules } from './load-rules.js';

const { values } = parseArgs({
  options: { role: { type: 'string', default: '' }, rules: { type: 'string', multiple: true, default: [] } },
});
const role = roles.find((each) => each === values.role);
if (role === undefined) throw new RangeError(`--role is one of ${roles.join(', ')}`);
const machine = await loadMachine(role, await loadRules(values.rules));
// The client of Kubernetes takes longer to load than all the rest, and only syncers need it.
const options = role === 'syncer' ? { transport: (await import('./kubernetes-transport.js')).kubernetesTransport() } : {};
await runNode(machine, options);
