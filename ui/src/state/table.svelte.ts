// The table of all cookies: the question, the pages that have arrived, the selection, and the cookie that is open.
// The engine filters, sorts and pages; at most a few pages are held here.

import { SvelteMap } from 'svelte/reactivity';

import { host, toErrorView } from '../host';
import type { CookieDetail, CookieId, CookieRow, ErrorView, Filter, PlanSelection, Sort, SortColumn } from '../lib/bindings';
import { emptyFilter } from '../lib/queries';

export const PAGE = 100;
const PAGES_HELD = 30;

const key = (id: CookieId): string => `${id.store}:${id.row}`;

class Table {
  filter = $state.raw<Filter>(emptyFilter());
  sort = $state.raw<Sort>({ column: 'site', direction: 'ascending' });
  total = $state(0);
  trackers = $state(0);
  error = $state.raw<ErrorView>();
  /** The number of the question; grows with every change of filter or sorting. */
  asked = $state(0);
  loaded = $state(false);
  /** Index of the row the keyboard is on; −1 for none. */
  active = $state(-1);
  open = $state.raw<CookieDetail>();
  openError = $state.raw<ErrorView>();
  /** Everything that passes the filter is selected, whatever its number. */
  allChosen = $state(false);

  private pages = new SvelteMap<number, CookieRow[]>();
  private coming = new Set<number>();
  private chosen = new SvelteMap<string, CookieId>();
  private anchor = -1;
  private scanSeen = 0;
  private opening = 0;
  /** The number of the answers wanted; those to earlier questions are dropped. */
  private wanted = 0;
  private seen: [number, number] = [0, 0];

  /** The row at an index of the whole result, when its page has arrived. */
  at(index: number): CookieRow | undefined {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  get filtered(): boolean {
    return JSON.stringify(this.filter) !== JSON.stringify(emptyFilter());
  }

  change(part: Partial<Filter>): void {
    this.filter = { ...this.filter, ...part };
    this.ask();
  }

  search(text: string): void {
    if (text !== this.filter.text) this.change({ text });
  }

  /** Replaces the whole filter, as another screen does when it sends the person here. */
  show(part: Partial<Filter>): void {
    this.filter = { ...emptyFilter(), ...part };
    this.ask();
  }

  sortBy(column: SortColumn): void {
    const newestFirst = ['created', 'last_used', 'size'].includes(column);
    const same = this.sort.column === column;
    const direction = same ? (this.sort.direction === 'ascending' ? 'descending' : 'ascending') : newestFirst ? 'descending' : 'ascending';
    this.sort = { column, direction };
    this.ask();
  }

  /** Forgets what has arrived and asks anew. */
  ask(): void {
    this.asked += 1;
    this.wanted += 1;
    this.seen = [0, 0];
    this.pages.clear();
    this.coming.clear();
    this.active = -1;
    this.anchor = -1;
    this.clearSelection();
    void this.fetch(0);
  }

  /** Asks anew once for each scan: ids of the one before mean nothing any more. */
  scanned(scan: number): void {
    if (scan === this.scanSeen) return;
    this.scanSeen = scan;
    this.close();
    this.ask();
  }

  /** The cookies are the same, what they mean is not: what is on screen is asked again, and stays where it is. */
  renew(scan: number): void {
    if (this.scanSeen === 0) return;
    this.scanSeen = scan;
    this.wanted += 1;
    this.coming.clear();
    const [first, last] = this.seen.map((index) => Math.floor(index / PAGE));
    for (const page of [...this.pages.keys()]) {
      if (page < (first ?? 0) || page > (last ?? 0)) this.pages.delete(page);
    }
    for (let page = first ?? 0; page <= (last ?? 0); page++) void this.fetch(page);
  }

  /** Sees to it that the rows between two indices are here or on their way. */
  need(first: number, last: number): void {
    this.seen = [first, last];
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      if (!this.pages.has(page) && !this.coming.has(page)) void this.fetch(page);
    }
  }

  private async fetch(page: number): Promise<void> {
    const question = this.wanted;
    this.coming.add(page);
    try {
      const found = await host().cookies({ filter: this.filter, sort: this.sort, offset: page * PAGE, limit: PAGE });
      if (question !== this.wanted) return;
      this.error = undefined;
      this.total = found.total;
      this.trackers = found.trackers;
      this.pages.set(page, found.rows);
      this.loaded = true;
      if (this.pages.size > PAGES_HELD) this.drop(page);
    } catch (thrown) {
      if (question === this.wanted) this.error = toErrorView(thrown);
    } finally {
      if (question === this.wanted) this.coming.delete(page);
    }
  }

  private drop(near: number): void {
    const farthest = [...this.pages.keys()].sort((a, b) => Math.abs(b - near) - Math.abs(a - near));
    for (const page of farthest.slice(0, this.pages.size - PAGES_HELD)) this.pages.delete(page);
  }

  get selected(): number {
    return this.allChosen ? this.total : this.chosen.size;
  }

  isSelected(row: CookieRow): boolean {
    return this.allChosen || this.chosen.has(key(row.id));
  }

  clearSelection(): void {
    this.allChosen = false;
    this.chosen.clear();
  }

  selectAll(on: boolean): void {
    this.clearSelection();
    this.allChosen = on && this.total > 0;
  }

  /** Selects or deselects a row; with `through`, everything between the last one and this one. */
  async choose(index: number, on: boolean, through: boolean): Promise<void> {
    const from = through && this.anchor >= 0 ? Math.min(this.anchor, index) : index;
    const to = through && this.anchor >= 0 ? Math.max(this.anchor, index) : index;
    try {
      if (this.allChosen) await this.spellOut();
      for (const row of await this.rows(from, to)) {
        if (on) this.chosen.set(key(row.id), row.id);
        else this.chosen.delete(key(row.id));
      }
      this.anchor = index;
    } catch (thrown) {
      this.error = toErrorView(thrown);
    }
  }

  /** Turns "all" into single rows, so that one of them can be left out. */
  private async spellOut(): Promise<void> {
    const rows = await this.rows(0, this.total - 1);
    this.allChosen = false;
    for (const row of rows) this.chosen.set(key(row.id), row.id);
  }

  private async rows(first: number, last: number): Promise<CookieRow[]> {
    const here = Array.from({ length: last - first + 1 }, (_, step) => this.at(first + step));
    if (here.every((row) => row !== undefined)) return here;
    const found: CookieRow[] = [];
    for (let offset = first; offset <= last; offset += 1000) {
      const limit = Math.min(1000, last - offset + 1);
      found.push(...(await host().cookies({ filter: this.filter, sort: this.sort, offset, limit })).rows);
    }
    return found;
  }

  /** What the selection asks a plan for. */
  selection(): PlanSelection {
    return this.allChosen
      ? { kind: 'filter', filter: this.filter, clear: 'all' }
      : { kind: 'cookies', cookies: [...this.chosen.values()] };
  }

  async explain(id: CookieId): Promise<void> {
    const mine = ++this.opening;
    this.openError = undefined;
    try {
      const detail = await host().cookie(id);
      if (mine === this.opening) this.open = detail;
    } catch (thrown) {
      if (mine === this.opening) this.openError = toErrorView(thrown);
    }
  }

  /** Takes what is known about the open cookie by now. */
  opened(detail: CookieDetail): void {
    this.opening += 1;
    this.open = detail;
  }

  close(): void {
    this.opening += 1;
    this.open = undefined;
    this.openError = undefined;
  }
}

export const table = new Table();
