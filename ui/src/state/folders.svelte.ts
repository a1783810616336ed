// The folders that are looked through beside the usual places.

import { host, toErrorView } from '../host';
import type { ErrorView, FolderView } from '../lib/bindings';
import { program } from './program.svelte';

class Folders {
  all = $state.raw<FolderView[]>([]);
  error = $state.raw<ErrorView>();
  /** A folder is being looked through. */
  looking = $state(false);
  /** The dialog of the system is open. */
  choosing = $state(false);
  /** What was added last; said to the person. */
  added = $state<string>();

  async load(): Promise<void> {
    await this.take(() => host().folders());
  }

  /** Lets the person choose a folder in the system's dialog; undefined when they gave up. */
  async choose(from: string): Promise<string | undefined> {
    this.choosing = true;
    try {
      return (await host().folderChoose(from)) ?? undefined;
    } catch (thrown) {
      this.error = toErrorView(thrown);
      return undefined;
    } finally {
      this.choosing = false;
    }
  }

  /** Adds a folder and reads all browsers anew; says whether it was taken. */
  async add(path: string): Promise<boolean> {
    this.looking = true;
    const taken = await this.take(() => host().folderAdd(path));
    this.looking = false;
    if (taken) {
      this.added = path;
      await program.rescan();
    }
    return taken;
  }

  async remove(path: string): Promise<void> {
    if (await this.take(() => host().folderRemove(path))) await program.rescan();
  }

  private async take(ask: () => Promise<FolderView[]>): Promise<boolean> {
    this.added = undefined;
    try {
      this.all = await ask();
      this.error = undefined;
      return true;
    } catch (thrown) {
      this.error = toErrorView(thrown);
      return false;
    }
  }
}

export const folders = new Folders();
