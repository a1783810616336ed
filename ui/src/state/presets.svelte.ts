// What each preset would clear.

import { host } from '../host';
import type { PresetCount } from '../lib/bindings';

class Presets {
  all = $state.raw<PresetCount[]>([]);

  async load(): Promise<void> {
    try {
      this.all = await host().presets();
    } catch {
      // The plan beside it asks the same engine and says what is wrong.
      this.all = [];
    }
  }
}

export const presets = new Presets();
