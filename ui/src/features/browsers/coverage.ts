// What a state asks for, and which problems belong to which file.

import type { BrowserView, Coverage, ProblemView, StoreView } from '../../lib/bindings';
import { program } from '../../state/program.svelte';

/** A path below the home that is looked at, as people write it. */
export function fromHome(path: string): string {
  const home = program.info?.home ?? '';
  return home !== '' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

/** Warm only where the person can do something. */
export function tone(state: string): 'good' | 'warn' | 'plain' {
  if (state === 'read') return 'good';
  return ['in_use', 'needs_permission', 'damaged'].includes(state) ? 'warn' : 'plain';
}

export function stores(browsers: BrowserView[]): StoreView[] {
  return browsers.flatMap((browser) => browser.profiles).flatMap((profile) => profile.stores);
}

/** The problem of one file. */
export function problemOf(store: StoreView, problems: ProblemView[]): ProblemView | undefined {
  return problems.find((problem) => problem.path === store.path || problem.path === store.link);
}

/** Problems of no file that is listed: folders, lists of profiles, files of our own. */
export function remarks(coverage: Coverage): ProblemView[] {
  const known = new Set(stores(coverage.browsers).flatMap((store) => [store.path, store.link]));
  return coverage.problems.filter((problem) => !known.has(problem.path));
}

/** How many browsers and apps have a file that waits for the person. */
export function attention(coverage: Coverage): number {
  return coverage.browsers.filter((browser) => tone(browser.state) === 'warn').length;
}
