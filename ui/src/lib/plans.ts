// Arithmetic over a plan.

import type { PlanRow, PlanView } from './bindings';

/** Cookies that would go at once: what waits for a running browser is not among them. */
export function clearedNow(plan: PlanView): number {
  return plan.clear - plan.effects.in_use.reduce((sum, waiting) => sum + waiting.cookies, 0);
}

/** A cookie that stays whatever is chosen: its kind of file is not cleared, or was not read. */
export function isFixed(row: PlanRow): boolean {
  return !row.clear && (row.why === 'not_cleared' || row.why === 'store_not_read');
}
