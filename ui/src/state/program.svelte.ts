// The program as a whole: the scan, what it found, and what went wrong with it.

import { host, toErrorView } from '../host';
import type { AppInfo, ErrorView, Overview, ScanProgress } from '../lib/bindings';
import { language } from '../lib/locale.svelte';
import { theme, type ThemeChoice } from './theme.svelte';

class Program {
  info = $state<AppInfo>();
  overview = $state.raw<Overview>();
  progress = $state.raw<ScanProgress>();
  scanning = $state(false);
  error = $state.raw<ErrorView>();
  /** Grows with every finished scan; screens ask again when it does. */
  scan = $state(0);
  private painted = false;
  private running: Promise<void> = Promise.resolve();

  /** Takes language and theme from the shell. The first scan is a separate step: something is on screen before it. */
  async start(): Promise<void> {
    await this.settle();
    theme.watch();
  }

  /** Takes language and theme as they are set. */
  async settle(): Promise<void> {
    const info = await host().appInfo();
    this.info = info;
    language.settle(info.language, info.locale);
    theme.set(info.theme);
  }

  /** The same scan means something else: the screens ask again. */
  again(): void {
    if (this.overview) this.scan += 1;
  }

  /** Reads all browsers. What was known stays on screen until the new result is there. */
  rescan(): Promise<void> {
    if (!this.scanning) this.running = this.read();
    return this.running;
  }

  /** Resolves when no scan is running. */
  idle(): Promise<void> {
    return this.running;
  }

  private async read(): Promise<void> {
    this.scanning = true;
    this.error = undefined;
    this.progress = undefined;
    try {
      this.overview = await host().scan((progress) => {
        this.progress = progress;
      });
      this.scan += 1;
    } catch (thrown) {
      this.error = toErrorView(thrown);
    } finally {
      this.scanning = false;
    }
  }

  async cancel(): Promise<void> {
    try {
      await host().cancelScan();
    } catch (thrown) {
      this.error = toErrorView(thrown);
    }
  }

  /** Asks again for what a clean-up or a kept site changed, without reading the browsers anew. */
  async refresh(): Promise<void> {
    try {
      this.overview = await host().overview();
    } catch (thrown) {
      this.error = toErrorView(thrown);
    }
  }

  async useSample(): Promise<void> {
    await this.switchTo(() => host().useSample());
  }

  async useReal(): Promise<void> {
    await this.switchTo(() => host().useReal());
  }

  private async switchTo(change: () => Promise<void>): Promise<void> {
    try {
      // A scan of the browsers before would otherwise arrive as that of the new ones.
      if (this.scanning) {
        await host().cancelScan();
        await this.running;
      }
      await change();
      this.info = await host().appInfo();
      this.overview = undefined;
      await this.rescan();
    } catch (thrown) {
      this.error = toErrorView(thrown);
    }
  }

  async setTheme(choice: ThemeChoice): Promise<void> {
    theme.set(choice);
    await this.remember('theme', choice);
  }

  async setLanguage(words: string): Promise<void> {
    language.settle(words, this.info?.locale ?? '');
    await this.remember('language', words);
  }

  /** What was explained with the history, or without it, is explained anew. */
  async setUseHistory(on: boolean): Promise<void> {
    await this.remember('use_history', on ? 'on' : 'off');
    await this.running;
    await this.rescan();
  }

  private async remember(key: 'theme' | 'language' | 'use_history', value: string): Promise<void> {
    try {
      this.info = await host().setSetting(key, value);
    } catch (thrown) {
      this.error = toErrorView(thrown);
    }
  }

  /**
   * Tells the shell, once, that the window can be shown. A page whose window is hidden gets no animation frames to
   * wait for, and its timers are slowed down: what stands in the document now is what the first frame shows.
   */
  tellPainted(): void {
    if (this.painted) return;
    this.painted = true;
    void host().painted();
  }
}

export const program = new Program();
