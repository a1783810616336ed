// Arithmetic over a plan.

import type { PlanView } from './bindings';

/** Cookies that would go at once: what waits for a running browser is not among them. */
export function clearedNow(plan: PlanView): number {
  return plan.clear - plan.effects.in_use.reduce((sum, waiting) => sum + waiting.cookies, 0);
}
