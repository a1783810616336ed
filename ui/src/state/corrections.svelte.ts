// What the person said about cookies. It takes effect at once: the scan stays, what its cookies mean is asked again.

import { host, toErrorView } from '../host';
import type { CookieId, CorrectionEffect, CorrectionView, ErrorView, Saying } from '../lib/bindings';
import { program } from './program.svelte';
import { table } from './table.svelte';

class Corrections {
  all = $state.raw<CorrectionView[]>([]);
  /** The companies that can be named. */
  companies = $state.raw<string[]>([]);
  error = $state.raw<ErrorView>();

  async load(): Promise<void> {
    await this.take(async () => {
      this.all = await host().corrections();
    });
  }

  async loadCompanies(): Promise<void> {
    if (this.companies.length > 0) return;
    await this.take(async () => {
      this.companies = await host().companyNames();
    });
  }

  /** What saying this about the cookie would change. */
  async effect(id: CookieId, saying: Saying): Promise<CorrectionEffect | undefined> {
    let effect: CorrectionEffect | undefined;
    await this.take(async () => {
      effect = await host().correctionEffect(id, saying);
    });
    return effect;
  }

  /** Notes what is said about the cookie; whether it was noted. */
  async say(id: CookieId, saying: Saying): Promise<boolean> {
    return this.take(async () => {
      table.opened(await host().correct(id, saying));
      await this.renew();
    });
  }

  async takeBack(correction: CorrectionView): Promise<void> {
    await this.take(async () => {
      this.all = await host().takeBack(correction.id);
      await this.renew();
      if (table.open) await table.explain(table.open.row.id);
    });
  }

  /** Asks again for whatever a correction changes. */
  async renew(): Promise<void> {
    await program.refresh();
    table.renew(program.scan + 1);
    program.again();
  }

  private async take(act: () => Promise<void>): Promise<boolean> {
    try {
      await act();
      this.error = undefined;
      return true;
    } catch (thrown) {
      this.error = toErrorView(thrown);
      return false;
    }
  }
}

export const corrections = new Corrections();
