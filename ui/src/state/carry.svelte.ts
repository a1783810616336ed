// Settings, kept sites, added folders and corrections on their way to or from another computer.

import { host, toErrorView } from '../host';
import type { ErrorView, ImportReport } from '../lib/bindings';
import { corrections } from './corrections.svelte';
import { folders } from './folders.svelte';
import { keep } from './keep.svelte';
import { program } from './program.svelte';

class Carry {
  /** Where they were written. */
  written = $state('');
  report = $state.raw<ImportReport>();
  error = $state.raw<ErrorView>();

  async write(path: string): Promise<void> {
    await this.take(async () => {
      this.written = await host().exportSettings(path);
    });
  }

  /** The page reads the text of the chosen file, the engine judges it. */
  async read(file: File): Promise<void> {
    await this.take(async () => {
      this.report = await host().importSettings(await file.text());
      await program.settle();
      await keep.renew();
      await corrections.load();
      await corrections.renew();
      await folders.load();
      if (this.report.folders.length > 0) await program.rescan();
    });
  }

  private async take(act: () => Promise<void>): Promise<void> {
    this.written = '';
    this.report = undefined;
    this.error = undefined;
    try {
      await act();
    } catch (thrown) {
      this.error = toErrorView(thrown);
    }
  }
}

export const carry = new Carry();
