// Which words stand under an axis, and where.

export interface Tick {
  /** Which edge between columns: 0 is the left end. A time between two edges has a fraction. */
  edge: number;
  text: string;
  /** The end of the axis, which always stands: what comes too near to it is left out. */
  end?: boolean;
}

export interface Placed {
  x: number;
  text: string;
  anchor: 'start' | 'middle' | 'end';
}

/** The widest a letter of the axis usually is, and the room between two words. */
const LETTER = 6.2;
const ROOM = 12;

/** The first of the scales, which go from fine to coarse, whose words leave each other room. */
export function fitting(scales: Tick[][], width: number, step: number): Placed[] {
  let placed: Placed[] = [];
  for (const scale of scales) {
    placed = place(scale, width, step);
    if (placed.every((tick, at) => at === 0 || free(placed[at - 1], tick))) return placed;
  }
  return placed.filter((tick, at) => at === 0 || free(placed[at - 1], tick));
}

function place(scale: Tick[], width: number, step: number): Placed[] {
  const all = scale.map(({ edge, text }): Placed => {
    const x = edge * step;
    const half = (text.length * LETTER) / 2;
    return { x, text, anchor: x < half ? 'start' : x > width - half ? 'end' : 'middle' };
  });
  const end = scale.at(-1)?.end ? all.at(-1) : undefined;
  return all.filter((tick) => tick === end || free(tick, end));
}

function free(one: Placed | undefined, next: Placed | undefined): boolean {
  return !one || !next || span(one)[1] + ROOM <= span(next)[0];
}

/** Where a word begins and ends. */
export function span({ x, text, anchor }: Placed): [number, number] {
  const size = text.length * LETTER;
  const from = anchor === 'start' ? x : anchor === 'end' ? x - size : x - size / 2;
  return [from, from + size];
}
