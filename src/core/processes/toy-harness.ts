// For tests: a harness that is there to be killed. It stands the toy trial up in the folder of its first argument, stops a node and cuts a link, says
// `ready`, and waits; with `exit` as second argument it leaves without closing anything.
import { ToyTrial } from './toy-trial.js';

const [, , directory = '.', how = 'wait'] = process.argv;
const toy = await ToyTrial.open({ directory });
toy.do({ do: 'node', node: 'a1', act: 'stop' });
toy.do({ do: 'link', from: 'client', to: 'b1', name: 'f1', fault: { kind: 'cut' }, stream: 'upstream' });
await toy.wait(50_000);
process.stdout.write('ready\n');
if (how === 'exit') process.exit(7);
await toy.wait(600_000_000);
