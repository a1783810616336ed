// From counts to rectangles: the arithmetic of a stacked chart, apart from its drawing. `d3-scale` would bring
// `d3-color`, which writes `constructor` on a plain object; the shell freezes `Object.prototype`, and that throws.

import { max, sum } from 'd3-array';

export interface Column {
  /** One number a series. */
  counts: number[];
  /** The part of each that is chosen. */
  selected: number[];
}

export interface Piece {
  series: string;
  column: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The tallest column, at least 1, so that an empty chart divides by something. */
export function tallest(columns: Column[], shown: boolean[]): number {
  return Math.max(1, max(columns, (column) => sum(column.counts, (n, at) => (shown[at] ? n : 0))) ?? 1);
}

/** The pieces of all columns, the first series on top. A count that is not zero is at least visible. */
export function pieces(
  columns: Column[], series: readonly string[], shown: boolean[], top: number, width: number, height: number, which: 'counts' | 'selected',
): Piece[] {
  const step = width / Math.max(1, columns.length);
  const gap = step > 6 ? 1.5 : step > 3 ? 1 : 0;
  const found: Piece[] = [];
  columns.forEach((column, at) => {
    let y = height;
    for (let index = series.length - 1; index >= 0; index--) {
      const whole = column.counts[index] ?? 0;
      const name = series[index];
      if (!shown[index] || whole === 0 || name === undefined) continue;
      const tall = Math.max(1.5, (whole / top) * height);
      y -= tall;
      const part = which === 'counts' ? 1 : (column.selected[index] ?? 0) / whole;
      if (part === 0) continue;
      const lit = Math.max(1, tall * part - (tall > 3 ? 0.6 : 0));
      found.push({ series: name, column: at, x: at * step + gap / 2, y: y + tall - lit, width: Math.max(0.5, step - gap), height: lit });
    }
  });
  return found;
}

/** The column under a horizontal position. */
export function columnAt(x: number, width: number, columns: number): number {
  return Math.min(columns - 1, Math.max(0, Math.floor((x / Math.max(1, width)) * columns)));
}
