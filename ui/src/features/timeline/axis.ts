// What stands under a chart and what one of its columns says.

import type { Bucket, Span } from '../../lib/bindings';
import type { Tick } from '../../lib/components/StackedChart.svelte';
import { away, date, dayMonth, month, number, shortDate, span as length, weekday } from '../../lib/format';
import { m } from '../../lib/paraglide/messages.js';

const DAY = 86_400;

/** Days for a week, weeks for a quarter, months beyond; the right end is today. */
export function dateTicks(buckets: Bucket[]): Tick[] {
  const first = buckets[0]?.span.from ?? null;
  const last = buckets[buckets.length - 1]?.span.to ?? null;
  if (first === null || last === null) return [];
  const days = (last - first) / DAY;
  const ticks: Tick[] = [];
  let before = '';
  buckets.forEach(({ span }, edge) => {
    if (span.from === null) return;
    const day = new Date(span.from * 1000);
    const group = days <= 10 ? `${day.getDate()}` : days <= 120 ? `${Math.floor(span.from / (14 * DAY))}`
      : days <= 800 ? `${day.getMonth()}` : `${day.getFullYear()} ${Math.floor(day.getMonth() / 6)}`;
    if (group === before) return;
    before = group;
    const text = days <= 10 ? weekday(span.from) : days <= 120 ? dayMonth(span.from)
      : month(span.from, edge === 0 || days > 800 || day.getMonth() === 0);
    ticks.push({ edge, text });
  });
  ticks.push({ edge: buckets.length, text: m.ui_today() });
  return ticks;
}

/** Ages: how long before the end of the chart a column begins. */
export function ageTicks(buckets: Bucket[], now: number): Tick[] {
  const ticks = buckets.flatMap(({ span }, edge): Tick[] =>
    span.from === null ? [] : [{ edge, text: away(span.from - now) }]);
  ticks.push({ edge: buckets.length, text: m.ui_now() });
  return ticks;
}

/** Times ahead; the bucket of session cookies says so. */
export function aheadTicks(buckets: Bucket[], now: number): Tick[] {
  return buckets.flatMap(({ span }, edge): Tick[] => {
    if (span.from === null && span.to === null) return [{ edge, text: m.ui_tick_session() }];
    if (span.from === null) return [];
    if (span.to !== null && span.to <= now) return [];
    return [{ edge, text: span.from <= now ? m.ui_now() : length(span.from - now) }];
  });
}

export function spanSays(span: Span): string {
  if (span.from === null && span.to === null) return m.ui_span_session();
  if (span.from === null) return m.ui_span_before({ to: shortDate(span.to) });
  if (span.to === null) return m.ui_span_after({ from: shortDate(span.from) });
  const short = span.to - span.from < 2 * DAY;
  return short ? date(span.from) : m.ui_span_between({ from: date(span.from), to: date(span.to - 1) });
}

export function bucketSays(buckets: Bucket[], column: number, shown: boolean[]): string {
  const bucket = buckets[column];
  if (!bucket) return '';
  const all = bucket.counts.reduce((sum, n, at) => sum + (shown[at] ? n : 0), 0);
  return `${spanSays(bucket.span)}: ${m.ui_n_cookies({ count: all, n: number(all) })}`;
}

/** The stretch that columns from the first to the last cover. */
export function covered(buckets: Bucket[], from: number, to: number): Span {
  return { from: buckets[from]?.span.from ?? null, to: buckets[to]?.span.to ?? null };
}
