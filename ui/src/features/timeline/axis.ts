// What stands under a chart and what one of its columns says.

import type { Bucket, Span } from '../../lib/bindings';
import type { Tick } from '../../lib/components/scale';
import { away, date, dayMonth, month, number, shortDate, span as length, weekday, year } from '../../lib/format';
import { m } from '../../lib/paraglide/messages.js';

const DAY = 86_400;
/** Unix seconds and what stands there. */
interface Mark {
  at: number;
  text: string;
}

/** Steps that keep January, in months. */
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120];

/** The calendar between two instants, from fine to coarse: the days of a week, the weeks of a quarter, months beyond. */
export function calendar(from: number, to: number): Mark[][] {
  const days = (to - from) / DAY;
  if (days <= 10) return [1, 2].map((step) => everyDays(from, to, step).map((at) => ({ at, text: weekday(at) })));
  const weeks = days > 120 ? [] : [7, 14, 28].map((step) => everyDays(from, to, step).map((at) => ({ at, text: dayMonth(at) })));
  return [...weeks, ...MONTHS.map((step) => everyMonths(from, to, step))];
}

/** Midnights of the person's days, so many days apart; weeks begin on Mondays. */
function everyDays(from: number, to: number, step: number): number[] {
  const day = new Date(to * 1000);
  day.setHours(0, 0, 0, 0);
  if (step % 7 === 0) day.setDate(day.getDate() - ((day.getDay() + 6) % 7));
  const found: number[] = [];
  for (; day.getTime() >= from * 1000; day.setDate(day.getDate() - step)) found.unshift(day.getTime() / 1000);
  return found;
}

/** Firsts of months; the first one and each January name their year, and nothing but it where all are Januaries. */
function everyMonths(from: number, to: number, step: number): Mark[] {
  const start = new Date(from * 1000);
  const found: Mark[] = [];
  for (let at = Math.ceil((start.getFullYear() * 12 + start.getMonth()) / step) * step; ; at += step) {
    const first = new Date(Math.floor(at / 12), at % 12, 1).getTime() / 1000;
    if (first > to) return found;
    const text = step >= 12 ? year(first) : month(first, found.length === 0 || at % 12 === 0);
    if (first >= from) found.push({ at: first, text });
  }
}

/** Under equal steps of time. The right end is today. */
export function dateScales(buckets: Bucket[]): Tick[][] {
  const from = buckets[0]?.span.from ?? null;
  const to = buckets.at(-1)?.span.to ?? null;
  if (from === null || to === null) return [];
  const edge = (at: number): number => ((at - from) / (to - from)) * buckets.length;
  // The name of a day stands in the middle of it, all others where their stretch begins.
  const middle = to - from <= 10 * DAY ? edge(from + DAY / 2) : 0;
  const today = { edge: buckets.length - middle, text: m.ui_today(), end: true };
  return calendar(from, to).map((marks) => [...marks.map(({ at, text }) => ({ edge: edge(at) + middle, text })), today]);
}

/** Ages: how long before the end of the chart a column begins, counted from there. */
export function ageScales(buckets: Bucket[], now: number): Tick[][] {
  const end = { edge: buckets.length, text: m.ui_now(), end: true };
  return buckets.map((_, step) => [
    ...buckets.flatMap(({ span }, edge): Tick[] =>
      span.from === null || (buckets.length - edge) % (step + 1) !== 0 ? [] : [{ edge, text: away(span.from - now) }]),
    end,
  ]);
}

/** Times ahead, counted from the present; the bucket of session cookies says so. The present gives way first. */
export function aheadScales(buckets: Bucket[], now: number): Tick[][] {
  const session = buckets.flatMap(({ span }, at): Tick[] =>
    span.from === null && span.to === null ? [{ edge: at + 0.5, text: m.ui_tick_session() }] : []);
  const present = buckets.findIndex(({ span }) => span.from !== null && span.from >= now);
  if (present < 0) return [session];
  return buckets.flatMap((_, step) => {
    const ahead = buckets.flatMap(({ span }, edge): Tick[] =>
      span.from === null || edge <= present || (edge - present) % (step + 1) !== 0 ? [] : [{ edge, text: length(span.from - now) }]);
    return [[...session, { edge: present, text: m.ui_now() }, ...ahead], [...session, ...ahead]];
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
