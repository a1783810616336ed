// One clean-up from plan to undo. The overview and the clean-up screen each hold one.

import { host, toErrorView } from '../host';
import type {
  CleanProgress, CleanResult, ErrorView, PlanRequest, PlanSelection, PlanView, Toggle, UndoResult,
} from '../lib/bindings';
import { clearedNow } from '../lib/plans';
import { program } from './program.svelte';

export type Phase = 'idle' | 'planning' | 'planned' | 'clearing' | 'cleared' | 'undoing' | 'undone';

/** Whether both turn the same thing. */
function isSame(a: Toggle, b: Toggle): boolean {
  if (a.kind === 'cookie') return b.kind === 'cookie' && a.cookie.store === b.cookie.store && a.cookie.row === b.cookie.row;
  return b.kind === 'group' && a.group.company === b.group.company && a.group.label === b.group.label;
}

export class CleanUp {
  phase = $state<Phase>('idle');
  plan = $state.raw<PlanView>();
  request = $state.raw<PlanRequest>();
  progress = $state.raw<CleanProgress>();
  result = $state.raw<CleanResult>();
  undone = $state.raw<UndoResult>();
  error = $state.raw<ErrorView>();
  stopping = $state(false);
  /** The scan that the present request was made for. */
  scan = 0;
  private asking: Promise<void> = Promise.resolve();

  get busy(): boolean {
    return this.phase === 'clearing' || this.phase === 'undoing';
  }

  /** Plans anew; rows changed by hand before are forgotten. */
  async draw(selection: PlanSelection): Promise<void> {
    await this.ask({ selection, toggles: [] });
  }

  /** Turns a cookie or a group by hand and plans again. The last turn counts. */
  async toggle(turn: Toggle): Promise<void> {
    if (!this.request) return;
    const { selection, toggles } = this.request;
    await this.ask({ selection, toggles: [...toggles.filter((one) => !isSame(one, turn)), turn] });
  }

  /** The same request again, rows changed by hand included: the program holds one plan, which may be another's by now. */
  async again(): Promise<void> {
    if (this.request) await this.ask(this.request);
  }

  private ask(request: PlanRequest): Promise<void> {
    this.asking = this.answer(request);
    return this.asking;
  }

  private async answer(request: PlanRequest): Promise<void> {
    if (this.busy) return;
    this.error = undefined;
    this.request = request;
    this.scan = program.scan;
    if (this.phase !== 'planned') this.phase = 'planning';
    // A plan over a scan that is about to be replaced would be refused a moment later.
    await program.idle();
    if (this.request !== request) return;
    this.scan = program.scan;
    try {
      const plan = await host().plan(request);
      if (this.request !== request) return;
      this.plan = plan;
      this.result = undefined;
      this.undone = undefined;
      this.phase = 'planned';
    } catch (thrown) {
      if (this.request !== request) return;
      this.error = toErrorView(thrown);
      this.phase = 'idle';
    }
  }

  async confirm(): Promise<void> {
    const seen = this.plan;
    if (!seen || this.phase !== 'planned') return;
    // What was confirmed is the plan on screen. If a newer one is on its way, it must mean the same.
    await program.idle();
    if (this.scan !== program.scan) await this.again();
    await this.asking;
    if (!this.plan || this.phase !== 'planned' || clearedNow(this.plan) !== clearedNow(seen)) return;
    const { plan } = this.plan;
    this.begin('clearing');
    try {
      this.result = await host().clean(plan, (progress) => {
        this.progress = progress;
      });
      this.phase = 'cleared';
      await program.rescan();
    } catch (thrown) {
      this.fail(thrown);
      // What was confirmed is not what the program holds: the plan is shown anew, to be confirmed anew.
      if (this.error?.code === 'old_plan') {
        const { error } = this;
        await this.again();
        this.error ??= error;
      }
    }
  }

  async cancel(): Promise<void> {
    this.stopping = true;
    try {
      await host().cancelClean();
    } catch (thrown) {
      this.error = toErrorView(thrown);
      this.stopping = false;
    }
  }

  /** Takes back a clean-up; without a number, the latest. */
  async undo(run: number | null): Promise<void> {
    if (this.busy) return;
    this.begin('undoing');
    try {
      this.undone = await host().undo(run, (progress) => {
        this.progress = progress;
      });
      this.phase = 'undone';
      await program.rescan();
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  /** Completes a clean-up that a crash left unfinished. */
  async finish(run: number): Promise<void> {
    if (this.busy) return;
    this.begin('clearing');
    try {
      this.result = await host().finish(run, (progress) => {
        this.progress = progress;
      });
      this.phase = 'cleared';
      await program.rescan();
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  reset(): void {
    if (this.busy) return;
    this.phase = 'idle';
    this.plan = undefined;
    this.request = undefined;
    this.result = undefined;
    this.undone = undefined;
    this.error = undefined;
  }

  private begin(phase: Phase): void {
    this.error = undefined;
    this.progress = undefined;
    this.stopping = false;
    this.result = undefined;
    this.undone = undefined;
    this.phase = phase;
  }

  private fail(thrown: unknown): void {
    this.error = toErrorView(thrown);
    this.phase = 'idle';
  }
}
