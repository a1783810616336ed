// What the person says about the invented cookies, by the engine's rules as far as the screens can tell.

import type { CookieRow, CorrectionEffect, CorrectionView, Otherwise, Saying } from '../../lib/bindings';
import type { FakeCookie } from './data';

const bare = (host: string): string => host.replace(/^\./, '');

function covers(correction: CorrectionView, row: CookieRow): boolean {
  switch (correction.covers) {
    case 'cookie': return correction.name === row.name && correction.place === bare(row.host);
    case 'name': return correction.name === row.name;
    case 'site': return correction.place === row.site;
  }
}

function over(row: CookieRow, said: CorrectionView[]): CookieRow {
  const told = { ...row };
  for (const { axis, answer } of said) {
    if (axis === 'sign_in') told.sign_in = answer;
    else if (axis === 'tracking') told.tracking = answer === 'yes' ? 'cross_site' : 'no';
    else if (axis === 'purpose') told.purpose = answer;
    else told.company = answer;
  }
  told.tracker = told.tracking === 'cross_site' && told.sign_in === 'no';
  return told;
}

export class FakeSaid {
  all: CorrectionView[] = [];
  private sources = new WeakMap<FakeCookie, CookieRow>();
  private last = 0;

  /** The corrections that decide about a row: of each axis the narrowest, of equals the latest. */
  deciding(row: CookieRow, all = this.all): CorrectionView[] {
    const narrow = (one: CorrectionView): number => (one.covers === 'cookie' ? 1 : 0);
    const found = new Map<string, CorrectionView>();
    for (const one of all.filter((one) => covers(one, row))) {
      const held = found.get(one.axis);
      if (!held || narrow(one) >= narrow(held)) found.set(one.axis, one);
    }
    return ['sign_in', 'tracking', 'purpose', 'company'].flatMap((axis) => found.get(axis) ?? []);
  }

  /** What the sources say of a cookie. */
  source(cookie: FakeCookie): CookieRow {
    return this.sources.get(cookie) ?? cookie.row;
  }

  otherwise(cookie: FakeCookie, reason: Otherwise['reason'], known: boolean): Otherwise {
    const { purpose, tracking, sign_in, company } = this.source(cookie);
    return {
      purpose, tracking, sign_in, company, reason, confidence: known ? 'high' : 'low', source: known ? 'own_rule' : 'evidence',
      rule: known
        ? {
            file: 'rules/companies/google.toml', pattern: cookie.row.name, licence: 'MIT OR Apache-2.0', scope: null,
            reference: 'https://example.com/cookies',
          }
        : null,
    };
  }

  private as(row: CookieRow, saying: Saying): CorrectionView {
    const place = { cookie: bare(row.host), name: '', site: row.site }[saying.covers];
    const name = saying.covers === 'site' ? '' : row.name;
    return { id: 0, covers: saying.covers, name, place, axis: saying.axis, answer: saying.answer, said_at: '2026-11-24T10:00:00Z', known: true };
  }

  private with(one: CorrectionView): CorrectionView[] {
    const same = (other: CorrectionView): boolean =>
      other.covers === one.covers && other.name === one.name && other.place === one.place && other.axis === one.axis;
    return [...this.all.filter((other) => !same(other)), one];
  }

  effect(cookies: FakeCookie[], row: CookieRow, saying: Saying): CorrectionEffect {
    const one = this.as(row, saying);
    const all = this.with(one);
    const effect: CorrectionEffect = { cookies: 0, changed: 0, more_trackers: 0, fewer_trackers: 0, fewer_sign_ins: 0 };
    for (const cookie of cookies.filter((cookie) => covers(one, cookie.row))) {
      const before = cookie.row;
      const after = over(this.source(cookie), this.deciding(before, all));
      effect.cookies += 1;
      effect.changed += Number(JSON.stringify(before) !== JSON.stringify(after));
      effect.more_trackers += Number(!before.tracker && after.tracker);
      effect.fewer_trackers += Number(before.tracker && !after.tracker);
      effect.fewer_sign_ins += Number(before.sign_in !== 'no' && after.sign_in === 'no');
    }
    return effect;
  }

  say(cookies: FakeCookie[], row: CookieRow, saying: Saying): void {
    this.last += 1;
    this.all = this.with({ ...this.as(row, saying), id: this.last });
    this.tell(cookies);
  }

  takeBack(cookies: FakeCookie[], id: number): void {
    this.all = this.all.filter((one) => one.id !== id);
    this.tell(cookies);
  }

  private tell(cookies: FakeCookie[]): void {
    for (const cookie of cookies) {
      const source = this.source(cookie);
      const said = this.deciding(source);
      if (said.length > 0) this.sources.set(cookie, source);
      cookie.row = over(source, said);
    }
  }
}
