import { describe, expect, it } from 'vitest';

import type { Bucket } from '../lib/bindings';
import { fitting, span, type Placed, type Tick } from '../lib/components/scale';
import { ageScales, aheadScales, dateScales } from '../features/timeline/axis';
import { language } from '../lib/locale.svelte';

const DAY = 86_400;
/** 2026-11-24, the end of the day in UTC. */
const END = Date.UTC(2026, 10, 25) / 1000;
const NOW = END - DAY / 2;

const bucket = (from: number | null, to: number | null): Bucket => ({ span: { from, to }, counts: [], selected: [] });
const steps = (count: number, days: number): Bucket[] =>
  Array.from({ length: count }, (_, at) => bucket(END - (count - at) * days * DAY, END - (count - at - 1) * days * DAY));
function between(bounds: number[]): Bucket[] {
  return [null, ...bounds].map((from, at) => bucket(from, bounds[at] ?? null));
}

// The engine's columns.
const AGES = [365, 270, 180, 120, 90, 60, 30, 14, 7, 3, 1, 0.25, 1 / 24, 1 / 144].map((age) => NOW - age * DAY);
const LEFT = [0, 1 / 144, 1 / 48, 1 / 24, 0.125, 0.5, 1, 3, 7, 14, 30, 60, 90, 180, 270, 365, 395, 730].map((left) => NOW + left * DAY);
const CHARTS: Record<string, { columns: number; scales: () => Tick[][] }> = {
  week: { columns: 7, scales: () => dateScales(steps(7, 1)) },
  quarter: { columns: 90, scales: () => dateScales(steps(90, 1)) },
  year: { columns: 53, scales: () => dateScales(steps(53, 7)) },
  'three years': { columns: 157, scales: () => dateScales(steps(157, 7)) },
  'ten years': { columns: 520, scales: () => dateScales(steps(520, 7)) },
  'a month': { columns: 30, scales: () => dateScales(steps(30, 1)) },
  ages: { columns: 15, scales: () => ageScales(between(AGES), NOW) },
  ahead: { columns: 20, scales: () => aheadScales([bucket(null, null), ...between(LEFT)], NOW) },
};

function drawn(name: string, width: number): Placed[] {
  const chart = CHARTS[name];
  return chart ? fitting(chart.scales(), width, width / chart.columns) : [];
}

describe('the words under an axis', () => {
  const widths = Array.from({ length: 60 }, (_, at) => 260 + at * 28);

  it.each(Object.keys(CHARTS))('never touch, stay inside and keep their distances: %s', (name) => {
    for (const words of ['en', 'de']) {
      language.settle(words, words);
      for (const width of widths) {
        const placed = drawn(name, width);
        const where = `${name} in ${words}, ${width} wide: ${placed.map((tick) => tick.text).join(' | ')}`;
        expect(placed.length, where).toBeGreaterThan(2);
        placed.forEach((tick, at) => {
          expect(span(tick)[0], where).toBeGreaterThanOrEqual(0);
          expect(span(tick)[1], where).toBeLessThanOrEqual(width + 1e-6);
          if (at > 0) expect(span(tick)[0] - span(placed[at - 1] as Placed)[1], where).toBeGreaterThanOrEqual(8);
        });
        // Between the first, which may be the bucket of sessions, and the last, which always stands.
        const inner = placed.slice(name === 'ahead' ? 1 : 0, name === 'ahead' ? undefined : -1);
        const gaps = inner.slice(1).map((tick, at) => tick.x - (inner[at] as Placed).x);
        if (gaps.length > 1) expect(Math.max(...gaps) / Math.min(...gaps), `even: ${where}`).toBeLessThan(1.15);
      }
    }
    language.settle('en', 'en-GB');
  });

  it('name every month of a year where there is room', () => {
    language.settle('en', 'en-US');
    const months = drawn('year', 1100).map((tick) => tick.text);
    expect(months).toEqual(['Dec 2025', 'Jan 2026', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'today']);
  });

  it('name every day of a week', () => {
    expect(drawn('week', 640)).toHaveLength(7);
  });

  it('leave a chart without columns without words', () => {
    expect(dateScales([])).toEqual([]);
    expect(fitting([], 500, 10)).toEqual([]);
  });
});
