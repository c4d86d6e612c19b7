import type { Host } from '../../contract/index.js';
import { assert, type Effect, type Env, hashEffects, type Input, type Recorded } from '../../world/index.js';

/** Inputs that a tape may hold. */
const tapeMax = 1_000_000;

/** A fresh host that can be forked: as it is when it can fork itself, else with a tape of its inputs. */
export function openHost(open: () => Host): Host {
  const host = open();
  return host.fork === undefined ? new TapedHost(open, host, []) : host;
}

/** A host that is forked by giving a fresh one the same inputs, times and draws again. That takes place when the fork gets its first input. */
class TapedHost implements Host {
  private readonly open: () => Host;
  private live: Host | null;
  private readonly tape: Recorded[];

  constructor(open: () => Host, live: Host | null, tape: Recorded[]) {
    this.open = open;
    this.live = live;
    this.tape = tape;
  }

  async deliver(input: Input, env: Env): Promise<readonly Effect[]> {
    assert(this.tape.length < tapeMax, 'host: fewer than a million inputs since boot');
    const host = this.live ?? (await this.replay());
    const draws: number[] = [];
    const { now, wall } = env;
    const draw = (label: string, bound: number): number => {
      const drawn = env.draw(label, bound);
      draws.push(drawn);
      return drawn;
    };
    const effects = await host.deliver(input, { now, wall, draw });
    this.tape.push({ input, now, wall, draws, effects: hashEffects(effects) });
    return effects;
  }

  fork(): Host {
    return new TapedHost(this.open, null, this.tape.slice());
  }

  close(): void {
    this.live?.close?.();
  }

  private async replay(): Promise<Host> {
    const host = this.open();
    this.live = host;
    for (const { input, now, wall, draws, effects } of this.tape) {
      let drawn = 0;
      const again = await host.deliver(input, { now, wall, draw: () => draws[drawn++] ?? 0 });
      assert(hashEffects(again) === effects, 'host: the same inputs give the same effects');
    }
    return host;
  }
}
