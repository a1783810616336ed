// Numbers, dates and spans of time in the person's own way of writing.

import { language } from './locale.svelte';

type Moment = string | number | null | undefined;

/** RFC 3339 or Unix seconds to a date; `undefined` for nothing and for what no calendar holds. */
export function moment(at: Moment): Date | undefined {
  if (at === null || at === undefined) return undefined;
  const date = new Date(typeof at === 'number' ? at * 1000 : at);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

// Making a formatter costs more than using it a thousand times.
const made = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat | Intl.ListFormat>();

function kept<T extends Intl.DateTimeFormat | Intl.NumberFormat | Intl.RelativeTimeFormat | Intl.ListFormat>(
  key: string, make: (region: string) => T,
): T {
  const full = `${language.region} ${key}`;
  const found = made.get(full);
  if (found) return found as T;
  const fresh = make(language.region);
  made.set(full, fresh);
  return fresh;
}

export function number(n: number): string {
  return kept('n', (region) => new Intl.NumberFormat(region)).format(n);
}

export function date(at: Moment, now = Date.now()): string {
  const day = moment(at);
  if (!day) return '';
  const sameYear = day.getFullYear() === new Date(now).getFullYear();
  return sameYear
    ? kept('d', (region) => new Intl.DateTimeFormat(region, { day: 'numeric', month: 'long' })).format(day)
    : kept('dy', (region) => new Intl.DateTimeFormat(region, { day: 'numeric', month: 'long', year: 'numeric' })).format(day);
}

export function shortDate(at: Moment): string {
  const day = moment(at);
  return day ? kept('sd', (region) => new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short', year: 'numeric' })).format(day) : '';
}

export function dateTime(at: Moment): string {
  const day = moment(at);
  return day ? kept('dt', (region) => new Intl.DateTimeFormat(region, { dateStyle: 'long', timeStyle: 'short' })).format(day) : '';
}

export function month(at: Moment, withYear: boolean): string {
  const day = moment(at);
  if (!day) return '';
  return withYear
    ? kept('my', (region) => new Intl.DateTimeFormat(region, { month: 'short', year: 'numeric' })).format(day)
    : kept('m', (region) => new Intl.DateTimeFormat(region, { month: 'short' })).format(day);
}

export function year(at: Moment): string {
  const day = moment(at);
  return day ? kept('y', (region) => new Intl.DateTimeFormat(region, { year: 'numeric' })).format(day) : '';
}

export function weekday(at: Moment): string {
  const day = moment(at);
  return day ? kept('w', (region) => new Intl.DateTimeFormat(region, { weekday: 'short', day: 'numeric' })).format(day) : '';
}

export function dayMonth(at: Moment): string {
  const day = moment(at);
  return day ? kept('dm', (region) => new Intl.DateTimeFormat(region, { day: 'numeric', month: 'short' })).format(day) : '';
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 86_400], ['month', 30 * 86_400], ['week', 7 * 86_400], ['day', 86_400], ['hour', 3_600], ['minute', 60],
];

/** "3 days ago", "in 5 months". */
export function relative(at: Moment, now = Date.now()): string {
  const day = moment(at);
  if (!day) return '';
  const seconds = (day.getTime() - now) / 1000;
  const written = kept('r', (region) => new Intl.RelativeTimeFormat(region, { numeric: 'auto' }));
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return written.format(Math.trunc(seconds / size), unit);
  }
  return written.format(0, 'minute');
}

/** "13 months ago", "in 2 hours": always a number, rounded, for scales. */
export function away(seconds: number): string {
  const [unit, count] = inUnits(Math.abs(seconds));
  return kept('ra', (region) => new Intl.RelativeTimeFormat(region, { numeric: 'always' })).format(Math.round(count) * Math.sign(seconds), unit);
}

function inUnits(size: number): ['year' | 'month' | 'day' | 'hour' | 'minute', number] {
  if (size >= 2 * 365 * 86_400) return ['year', size / (365.25 * 86_400)];
  if (size >= 60 * 86_400) return ['month', size / (30.44 * 86_400)];
  if (size >= 86_400) return ['day', size / 86_400];
  if (size >= 3_600) return ['hour', size / 3_600];
  return ['minute', Math.max(1, size / 60)];
}

/** "13 months", "2 hours". */
export function span(seconds: number): string {
  const [unit, count] = inUnits(Math.abs(seconds));
  return kept(`u${unit}`, (region) => new Intl.NumberFormat(region, { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 0 }))
    .format(Math.round(count));
}

/** "601 bytes", "20 kB", "3.4 MB": only the long form of bytes has a plural. */
export function bytes(size: number): string {
  const [unit, count] = size >= 1e6 ? ['megabyte', size / 1e6] as const : size >= 1e3 ? ['kilobyte', size / 1e3] as const : ['byte', size] as const;
  return kept(`b${unit}`, (region) => new Intl.NumberFormat(region, { style: 'unit', unit, unitDisplay: unit === 'byte' ? 'long' : 'short', maximumFractionDigits: unit === 'megabyte' ? 1 : 0 }))
    .format(count);
}

export function list(parts: string[]): string {
  return kept('l', (region) => new Intl.ListFormat(region, { type: 'conjunction' })).format(parts);
}
