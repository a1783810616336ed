// Where we looked, with what each profile keeps apart: more than the overview, which is asked far more often, counts.

import { host, toErrorView } from '../host';
import type { Coverage as Seen } from '../lib/bindings';
import { program } from './program.svelte';

class Coverage {
  private whole = $state.raw<Seen>();

  /** What is known at once, until the whole of it is there. */
  get seen(): Seen | undefined {
    return program.overview && (this.whole ?? program.overview.coverage);
  }

  async load(): Promise<void> {
    try {
      this.whole = await host().coverage();
    } catch (thrown) {
      this.whole = undefined;
      program.error = toErrorView(thrown);
    }
  }
}

export const coverage = new Coverage();
