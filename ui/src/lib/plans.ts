// Arithmetic over a plan: what goes now, and which line of the table shows what.

import type { PlanGroup, PlanView } from './bindings';

/** Cookies that would go at once: what waits for a running browser is not among them. */
export function clearedNow(plan: PlanView): number {
  const all = plan.groups.reduce((sum, group) => sum + group.clear, 0);
  return all - plan.effects.in_use.reduce((sum, waiting) => sum + waiting.cookies, 0);
}

export type Line =
  | { kind: 'group'; group: number }
  | { kind: 'row'; group: number; row: number }
  | { kind: 'kept'; group: number }
  | { kind: 'rest' };

interface Stretch {
  start: number;
  length: number;
  line: (step: number) => Line;
}

/** Kept cookies of a company stand below its cleared ones; more than a few are folded into one line. */
const FEW = 4;

/** The lines of a plan's table, found by index without making them all. */
export class Lines {
  readonly total: number;
  /** Groups that keep everything, folded at the end. */
  readonly restGroups: number;
  readonly restKept: number;
  private readonly stretches: Stretch[] = [];

  constructor(private readonly groups: PlanGroup[], open: ReadonlySet<string>, restOpen: boolean) {
    let start = 0;
    let row = 0;
    let rest = 0;
    let kept = 0;
    let restSaid = false;
    const add = (length: number, line: (step: number) => Line): void => {
      if (length > 0) this.stretches.push({ start, length, line });
      start += length;
    };
    groups.forEach((group, at) => {
      const first = row;
      row += group.clear + group.keep;
      if (group.clear === 0) {
        rest += 1;
        kept += group.keep;
        if (!restSaid) {
          add(1, () => ({ kind: 'rest' }));
          restSaid = true;
        }
        if (!restOpen) return;
      }
      add(1, () => ({ kind: 'group', group: at }));
      add(group.clear, (step) => ({ kind: 'row', group: at, row: first + step }));
      if (group.keep > FEW || group.clear === 0) add(1, () => ({ kind: 'kept', group: at }));
      if (group.keep <= FEW && group.clear > 0 || open.has(group.label)) {
        add(group.keep, (step) => ({ kind: 'row', group: at, row: first + group.clear + step }));
      }
    });
    this.total = start;
    this.restGroups = rest;
    this.restKept = kept;
  }

  at(index: number): Line | undefined {
    let low = 0;
    let high = this.stretches.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const stretch = this.stretches[middle];
      if (!stretch) return undefined;
      if (index < stretch.start) high = middle - 1;
      else if (index >= stretch.start + stretch.length) low = middle + 1;
      else return stretch.line(index - stretch.start);
    }
    return undefined;
  }

  /** Index of a group's first row among all rows. */
  firstRow(group: number): number {
    return this.groups.slice(0, group).reduce((sum, one) => sum + one.clear + one.keep, 0);
  }
}
