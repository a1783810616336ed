// What one screen hands to another: a selection to clear, a stretch of time to show.

import { CleanUp } from './cleanup.svelte';
import type { PlanSelection } from '../lib/bindings';
import { route } from './route.svelte';

/** The clean-up of the overview's one button. */
export const quick = new CleanUp();

/** The clean-up of its own screen. */
export const careful = new CleanUp();

/** Opens the clean-up screen with a plan for this selection. */
export function planFor(selection: PlanSelection): void {
  careful.reset();
  void careful.draw(selection);
  route.go('clean');
}
