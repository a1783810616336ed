// What the engine answers, asked of the invented cookies.

import type { Bucket, Chart, CompanyCount, CookieQuery, Filter, Life, Span, Timeline, TimelineQuery } from '../../lib/bindings';
import { PURPOSES } from '../../lib/purposes';
import { DAY, type FakeCookie } from './data';

const inside = (at: number, span: Span | null): boolean =>
  !span || ((span.from === null || at >= span.from) && (span.to === null || at < span.to));

export function passes(cookie: FakeCookie, filter: Filter): boolean {
  const { row } = cookie;
  const text = filter.text.toLowerCase();
  const among = (list: string[], word: string): boolean => list.length === 0 || list.includes(word);
  return (
    filter.left_over === row.left_over &&
    (text === '' || [row.name, row.host, row.company ?? '', row.partition_site ?? '', row.container?.name ?? ''].some((part) => part.toLowerCase().includes(text))) &&
    among(filter.browsers, row.browser) &&
    among(filter.purposes, row.purpose) &&
    among(filter.tracking, row.tracking) &&
    among(filter.sign_in, row.sign_in) &&
    (filter.lifetime === null || filter.lifetime === row.lifetime) &&
    (!filter.trackers_only || row.tracker) &&
    (!filter.expired_only || row.expired) &&
    (filter.company === null || filter.company === row.company) &&
    (filter.site === null || filter.site === row.site) &&
    inside(cookie.created, filter.set) &&
    inside(cookie.lastUsed, filter.last_used) &&
    (filter.expires === null || (cookie.expires !== 0 && inside(cookie.expires, filter.expires)))
  );
}

export function sorted(cookies: FakeCookie[], query: CookieQuery): FakeCookie[] {
  const key = (cookie: FakeCookie): string | number => {
    const { row } = cookie;
    switch (query.sort.column) {
      case 'site': return `${row.site}\u0000${row.host}\u0000${row.name}`;
      case 'name': return row.name;
      case 'host': return row.host;
      case 'company': return row.company ?? '\uffff';
      case 'purpose': return PURPOSES.indexOf(row.purpose as (typeof PURPOSES)[number]);
      case 'browser': return `${row.browser_name}\u0000${row.profile}`;
      case 'created': return cookie.created;
      case 'last_used': return cookie.lastUsed;
      case 'expires': return cookie.expires;
      case 'size': return row.size_max;
    }
  };
  const way = query.sort.direction === 'descending' ? -1 : 1;
  return cookies
    .map((cookie) => ({ cookie, key: key(cookie) }))
    .sort((a, b) => (a.key < b.key ? -way : a.key > b.key ? way : 0))
    .map((entry) => entry.cookie);
}

function chart(cookies: FakeCookie[], spans: Span[], at: (c: FakeCookie) => number, chosen: (c: FakeCookie) => boolean): Chart {
  const buckets: Bucket[] = spans.map((span) => ({ span, counts: PURPOSES.map(() => 0), selected: PURPOSES.map(() => 0) }));
  let outside = 0;
  for (const cookie of cookies) {
    const moment = at(cookie);
    const bucket = buckets.find(({ span }) =>
      span.from === null && span.to === null ? moment === 0 : moment !== 0 && inside(moment, span));
    const purpose = PURPOSES.indexOf(cookie.row.purpose as (typeof PURPOSES)[number]);
    if (!bucket || purpose < 0) outside += 1;
    else {
      bucket.counts[purpose] = (bucket.counts[purpose] ?? 0) + 1;
      if (chosen(cookie)) bucket.selected[purpose] = (bucket.selected[purpose] ?? 0) + 1;
    }
  }
  return { buckets, outside };
}

function steps(edges: number[]): Span[] {
  return edges.slice(0, -1).map((from, at) => ({ from, to: edges[at + 1] ?? null }));
}

export function setChart(cookies: FakeCookie[], now: number, days: number, chosen: (c: FakeCookie) => boolean = () => true): Chart {
  const step = days <= 7 ? DAY / 4 : days <= 120 ? DAY : days <= 400 ? 7 * DAY : 28 * DAY;
  const count = Math.ceil((days * DAY) / step);
  const edges = Array.from({ length: count + 1 }, (_, at) => now - (count - at) * step + (at === count ? 1 : 0));
  return chart(cookies, steps(edges), (c) => c.created, chosen);
}

function lives(cookies: FakeCookie[], query: TimelineQuery): Life[] {
  const groups = new Map<string, FakeCookie[]>();
  for (const cookie of cookies) {
    const { row } = cookie;
    const label = query.lives_by === 'companies' ? row.company : query.lives_by === 'sites' ? row.site : `${row.id.row}`;
    if (label !== null) groups.set(label, [...(groups.get(label) ?? []), cookie]);
  }
  const lanes = [...groups].map(([label, members]): Life => {
    const first = members[0];
    const one = query.lives_by === 'cookies' ? first : undefined;
    const expires = Math.max(...members.map((c) => c.expires));
    return {
      label: one ? one.row.name : label,
      detail: one ? one.row.host : '',
      purpose: first?.row.purpose ?? 'unclassified',
      sign_in: members.some((c) => c.row.sign_in === 'yes'),
      cookies: members.length,
      id: one?.row.id ?? null,
      set: Math.min(...members.map((c) => c.created)),
      last_used: Math.max(...members.map((c) => c.lastUsed)),
      expires: expires === 0 ? null : expires,
    };
  });
  return lanes.sort((a, b) => (b.last_used ?? 0) - (b.set ?? 0) - (a.last_used ?? 0) + (a.set ?? 0)).slice(0, query.lanes || 12);
}

export function timeline(cookies: FakeCookie[], query: TimelineQuery, now: number): Timeline {
  const oldest = Math.min(now - DAY, ...cookies.slice(0, 5000).map((c) => c.created));
  const days = query.days ?? Math.ceil((now - oldest) / DAY);
  const axis = { set: (c: FakeCookie) => c.created, last_used: (c: FakeCookie) => c.lastUsed, expires: (c: FakeCookie) => c.expires };
  const { brush } = query;
  const chosen = (c: FakeCookie): boolean => {
    if (!brush) return true;
    const at = axis[brush.axis](c);
    return brush.axis === 'expires' && brush.span.from === null && brush.span.to === null ? at === 0 : at !== 0 && inside(at, brush.span);
  };
  const ago = [365, 300, 240, 180, 150, 120, 90, 75, 60, 45, 30, 21, 14, 7, 3, 1, 0];
  const used = steps(ago.map((d) => now - d * DAY + (d === 0 ? 1 : 0)));
  const ahead = [0, 1 / 24, 0.25, 1, 3, 7, 14, 30, 60, 90, 120, 180, 240, 300, 365, 400, 730];
  const ends: Span[] = [
    { from: null, to: null },
    { from: null, to: now },
    ...steps(ahead.map((d) => now + Math.floor(d * DAY))),
    { from: now + 730 * DAY, to: null },
  ];
  const picked = cookies.filter(chosen);
  const trackers = picked.filter((c) => c.row.tracker);
  return {
    now,
    set: setChart(cookies, now, days, chosen),
    last_used: chart(cookies, used, axis.last_used, chosen),
    expires: chart(cookies, ends, axis.expires, chosen),
    lives: lives(picked, query),
    selected: { cookies: picked.length, trackers: trackers.length, companies: new Set(trackers.map((c) => c.row.company)).size },
    unused_90_days: cookies.filter((c) => c.lastUsed < now - 90 * DAY).length,
    longer_than_13_months: cookies.filter((c) => c.expires !== 0 && c.expires - c.created > 395 * DAY).length,
  };
}

export function companies(cookies: FakeCookie[]): CompanyCount[] {
  const found = new Map<string, { cookies: number; browsers: Set<string>; purposes: Map<string, number> }>();
  for (const { row } of cookies) {
    if (!row.tracker || row.company === null) continue;
    const entry = found.get(row.company) ?? { cookies: 0, browsers: new Set(), purposes: new Map() };
    entry.cookies += 1;
    entry.browsers.add(row.browser);
    entry.purposes.set(row.purpose, (entry.purposes.get(row.purpose) ?? 0) + 1);
    found.set(row.company, entry);
  }
  return [...found]
    .map(([company, entry]) => ({
      company,
      cookies: entry.cookies,
      browsers: entry.browsers.size,
      purpose: [...entry.purposes].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'advertising',
    }))
    .sort((a, b) => b.cookies - a.cookies)
    .slice(0, 12);
}
