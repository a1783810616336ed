// The sites whose cookies are kept from every preset.

import { host, toErrorView } from '../host';
import type { ErrorView } from '../lib/bindings';

class Keep {
  sites = $state.raw<string[]>([]);
  error = $state.raw<ErrorView>();
  /** Grows with every change; plans made before it are drawn again. */
  changed = $state(0);

  async load(): Promise<void> {
    await this.take(() => host().keepSites());
  }

  async add(site: string): Promise<void> {
    if (await this.take(() => host().keepAdd(site))) this.changed += 1;
  }

  async remove(site: string): Promise<void> {
    if (await this.take(() => host().keepRemove(site))) this.changed += 1;
  }

  /** Asks again after sites were added elsewhere. */
  async renew(): Promise<void> {
    await this.load();
    this.changed += 1;
  }

  private async take(ask: () => Promise<string[]>): Promise<boolean> {
    try {
      this.sites = await ask();
      this.error = undefined;
      return true;
    } catch (thrown) {
      this.error = toErrorView(thrown);
      return false;
    }
  }
}

export const keep = new Keep();
