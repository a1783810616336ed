// The keys that move through a long list of which one row is active.

/** The row a key leads to; undefined for a key that does not move. `now` is negative while no row is active. */
export function moved(key: string, now: number, page: number, count: number): number | undefined {
  const to: Record<string, number> = {
    ArrowDown: now + 1, ArrowUp: now - 1, PageDown: Math.max(0, now) + page, PageUp: now - page, Home: 0, End: count - 1,
  };
  const next = to[key];
  return next === undefined ? undefined : Math.min(count - 1, Math.max(0, next));
}
