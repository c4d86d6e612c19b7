import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PortBlocks } from '../../src/core/processes/port-blocks.js';
import { type Limits, limitsDefault, type Timings, timingsDefault } from '../../src/orchestrator/wire/config.js';
import type { StartLine } from '../../src/world/node/control.js';
import { NodeProcess } from './node-process.js';

/** An edge cluster of ours as a process; it keeps its port and disk when it is started again. */
export class ClusterNode {
  readonly headers = {};
  readonly #directory = mkdtempSync(join(tmpdir(), 'topple-cluster-'));
  readonly #config: StartLine['config'];
  #process: NodeProcess | null = null;
  readonly #ports = new PortBlocks();
  #port = 0;

  constructor(limits: Partial<Limits> = {}, timings: Partial<Timings> = {}) {
    const config = { id: 'c1', managers: [], timings: { ...timingsDefault, ...timings }, limits: { ...limitsDefault, ...limits } };
    this.#config = JSON.parse(JSON.stringify(config)) as StartLine['config'];
  }

  async start(): Promise<void> {
    // None that the system gives to others while the cluster is down.
    if (this.#port === 0) this.#port = await this.#ports.take();
    const start = { id: 'c1', config: this.#config, directory: this.#directory, listen: { http: this.#port, message: null } };
    this.#process = new NodeProcess('cluster', start);
    await this.#process.up();
  }

  async restart(): Promise<void> {
    await this.#process?.kill();
    await this.start();
  }

  get port(): number {
    return this.#port;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async end(): Promise<void> {
    await this.#process?.kill();
    await this.#ports.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
