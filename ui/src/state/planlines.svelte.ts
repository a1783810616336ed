// The lines of the present plan's table, in pages, as the table asks for them.

import { SvelteMap } from 'svelte/reactivity';

import { host, toErrorView } from '../host';
import type { ErrorView, PlanFolds, PlanLine } from '../lib/bindings';

const PAGE = 100;
const PAGES_HELD = 30;

export class PlanLines {
  error = $state.raw<ErrorView>();
  /** Lines in all, as far as they are unfolded. */
  total = $state(0);
  private plan = -1;
  private folds: PlanFolds = { open: [], rest: false };
  private pages = new SvelteMap<number, PlanLine[]>();
  /** Raised with every other table: what was asked for before it is no answer any more. */
  private turn = 0;
  private coming: number[] = [];
  private stale: number[] = [];

  /** Another plan, or other folds. What has arrived stays on screen until its successor is there: nothing flickers. */
  of(plan: number, folds: PlanFolds): void {
    this.plan = plan;
    this.folds = folds;
    this.turn += 1;
    this.coming = [];
    this.stale = [...this.pages.keys()];
  }

  at(index: number): PlanLine | undefined {
    return this.pages.get(Math.floor(index / PAGE))?.[index % PAGE];
  }

  need(first: number, last: number): void {
    for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) {
      if ((!this.pages.has(page) || this.stale.includes(page)) && !this.coming.includes(page)) void this.fetch(page);
    }
  }

  private async fetch(page: number): Promise<void> {
    const { turn } = this;
    this.coming.push(page);
    try {
      const found = await host().planLines(this.plan, this.folds, page * PAGE, PAGE);
      if (turn !== this.turn) return;
      this.total = found.total;
      this.pages.set(page, found.lines);
      this.stale = this.stale.filter((one) => one !== page);
      this.error = undefined;
      if (this.pages.size > PAGES_HELD) {
        const far = [...this.pages.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
        for (const old of far.slice(0, this.pages.size - PAGES_HELD)) this.pages.delete(old);
      }
    } catch (thrown) {
      if (turn === this.turn) this.error = toErrorView(thrown);
    } finally {
      if (turn === this.turn) this.coming = this.coming.filter((one) => one !== page);
    }
  }
}
