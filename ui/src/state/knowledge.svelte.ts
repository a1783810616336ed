// What the program knows about cookies, and how old it is.

import { host, toErrorView } from '../host';
import type { ErrorView, KnowledgeView } from '../lib/bindings';
import { program } from './program.svelte';

class Knowledge {
  view = $state.raw<KnowledgeView>();
  error = $state.raw<ErrorView>();

  /** Whether there is something the person should see without asking. */
  get calls(): boolean {
    const view = this.view;
    return view !== undefined && (view.imported || view.trouble !== null || view.sources.some((source) => source.old));
  }

  async load(): Promise<void> {
    await this.take(() => host().knowledge());
  }

  /** Goes back to the built-in knowledge; verdicts on screen follow it. */
  async revert(): Promise<void> {
    const imported = this.view?.imported ?? false;
    if (await this.take(() => host().knowledgeRevert()) && imported) await program.rescan();
  }

  private async take(ask: () => Promise<KnowledgeView>): Promise<boolean> {
    try {
      this.view = await ask();
      this.error = undefined;
      return true;
    } catch (thrown) {
      this.error = toErrorView(thrown);
      return false;
    }
  }
}

export const knowledge = new Knowledge();
