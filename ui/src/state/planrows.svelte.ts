// The rows of the present plan, in pages, as the table asks for them.

import { SvelteMap } from 'svelte/reactivity';

import { host, toErrorView } from '../host';
import type { ErrorView, PlanRow } from '../lib/bindings';

const PAGE = 100;
const PAGES_HELD = 30;

export class PlanRows {
  error = $state.raw<ErrorView>();
  private plan = -1;
  private pages = new SvelteMap<number, PlanRow[]>();
  private coming: number[] = [];
  private stale: number[] = [];

  /** Another plan: what has arrived stays on screen until its successor is there, so that nothing flickers. */
  of(plan: number): void {
    if (plan === this.plan) return;
    this.plan = plan;
    this.coming = [];
    this.stale = [...this.pages.keys()];
  }

  at(row: number): PlanRow | undefined {
    return this.pages.get(Math.floor(row / PAGE))?.[row % PAGE];
  }

  need(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      if ((!this.pages.has(page) || this.stale.includes(page)) && !this.coming.includes(page)) void this.fetch(page);
    }
  }

  private async fetch(page: number): Promise<void> {
    const { plan } = this;
    this.coming.push(page);
    try {
      const found = await host().planRows(plan, page * PAGE, PAGE);
      if (plan !== this.plan) return;
      this.pages.set(page, found.rows);
      this.stale = this.stale.filter((one) => one !== page);
      this.error = undefined;
      if (this.pages.size > PAGES_HELD) {
        const far = [...this.pages.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
        for (const old of far.slice(0, this.pages.size - PAGES_HELD)) this.pages.delete(old);
      }
    } catch (thrown) {
      if (plan === this.plan) this.error = toErrorView(thrown);
    } finally {
      if (plan === this.plan) this.coming = this.coming.filter((one) => one !== page);
    }
  }

  /** A stretch of rows, whether they are here or not. */
  async all(first: number, count: number): Promise<PlanRow[]> {
    const rows: PlanRow[] = [];
    try {
      for (let offset = first; offset < first + count; offset += 1000) {
        rows.push(...(await host().planRows(this.plan, offset, Math.min(1000, first + count - offset))).rows);
      }
    } catch (thrown) {
      this.error = toErrorView(thrown);
      return [];
    }
    return rows;
  }
}
