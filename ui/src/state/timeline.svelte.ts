// The three charts over one brush.

import { host, toErrorView } from '../host';
import type { Axis, Brush, ErrorView, Filter, LivesBy, Timeline } from '../lib/bindings';
import { emptyFilter } from '../lib/queries';
import { PURPOSES, type Purpose } from '../lib/purposes';

export type Period = '7' | '90' | '365' | 'all';

class TimelineState {
  period = $state<Period>('365');
  livesBy = $state<LivesBy>('cookies');
  brush = $state.raw<Brush | null>(null);
  data = $state.raw<Timeline>();
  error = $state.raw<ErrorView>();
  shown = $state<boolean[]>(PURPOSES.map(() => true));
  asTable = $state(false);
  private asked = 0;

  setPeriod(period: Period): void {
    this.period = period;
    this.brush = null;
    void this.ask();
  }

  setLives(by: LivesBy): void {
    this.livesBy = by;
    void this.ask();
  }

  setBrush(brush: Brush | null): void {
    this.brush = brush;
    void this.ask();
  }

  flip(purpose: Purpose): void {
    const at = PURPOSES.indexOf(purpose);
    this.shown[at] = !this.shown[at];
  }

  async ask(): Promise<void> {
    const mine = ++this.asked;
    try {
      const data = await host().timeline({
        days: this.period === 'all' ? null : Number(this.period),
        brush: this.brush,
        lives_by: this.livesBy,
        lanes: 40,
        utc_offset_minutes: -new Date().getTimezoneOffset(),
      });
      if (mine !== this.asked) return;
      this.data = data;
      this.error = undefined;
    } catch (thrown) {
      if (mine === this.asked) this.error = toErrorView(thrown);
    }
  }

  /** The brush as a filter of the cookies; session cookies have no time to filter by, only a lifetime. */
  filter(): Filter {
    const filter = emptyFilter();
    if (!this.brush) return filter;
    const { axis, span } = this.brush;
    if (axis === 'expires' && span.from === null && span.to === null) return { ...filter, lifetime: 'session' };
    return { ...filter, [axis satisfies Axis]: span };
  }
}

export const timeline = new TimelineState();
