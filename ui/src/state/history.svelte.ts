// The clean-ups that were made.

import { host, toErrorView } from '../host';
import type { ErrorView, RunView } from '../lib/bindings';

class History {
  runs = $state.raw<RunView[]>([]);
  error = $state.raw<ErrorView>();
  loaded = $state(false);

  async load(): Promise<void> {
    try {
      this.runs = await host().history();
      this.error = undefined;
      this.loaded = true;
    } catch (thrown) {
      this.error = toErrorView(thrown);
    }
  }
}

export const history = new History();
