// Plans over the invented cookies, by the engine's rules as far as the screens can tell.

import type { Effects, PlanFolds, PlanGroup, PlanLine, PlanRequest, PlanRow, PlanView } from '../../lib/bindings';
import type { FakeCookie } from './data';
import { passes } from './questions';

export interface FakePlan {
  view: PlanView;
  /** With how many rows each has by what the selection alone says, which is also the order. */
  groups: { view: PlanGroup; goes: number }[];
  rows: PlanRow[];
}

function decide(cookie: FakeCookie, request: PlanRequest, keep: Set<string>): { clear: boolean; why: string } {
  const { row } = cookie;
  const group = row.company ?? row.site;
  const chosen = request.toggles.findLast((turn) =>
    turn.kind === 'cookie' ? turn.cookie.store === row.id.store && turn.cookie.row === row.id.row
      : turn.group.label === group && (!turn.clear || (row.sign_in === 'no' && !keep.has(row.site))));
  if (chosen) return { clear: chosen.clear, why: chosen.clear ? 'chosen' : 'by_hand' };
  const { selection } = request;
  if (selection.kind !== 'cookies' && keep.has(row.site)) return { clear: false, why: 'kept_site' };
  if (selection.kind === 'cookies') {
    const named = selection.cookies.some((id) => id.store === row.id.store && id.row === row.id.row);
    return named ? { clear: true, why: 'chosen' } : { clear: false, why: 'not_in_preset' };
  }
  if (selection.kind === 'preset' && selection.preset === 'everything') return { clear: true, why: 'everything' };
  if (row.sign_in === 'yes') return { clear: false, why: 'sign_in' };
  if (selection.kind === 'filter') {
    const through = passes(cookie, selection.filter) && (selection.clear === 'all' || row.tracker);
    return through ? { clear: true, why: row.tracker ? 'tracker' : 'chosen' } : { clear: false, why: 'not_in_preset' };
  }
  if (row.tracker) return { clear: true, why: 'tracker' };
  if (selection.preset === 'trackers') return { clear: false, why: 'not_in_preset' };
  if (row.sign_in === 'likely') return { clear: false, why: 'maybe_sign_in' };
  return { clear: true, why: 'not_sign_in' };
}

export function makePlan(
  number: number, cookies: FakeCookie[], request: PlanRequest, keep: Set<string>, running: Set<string>, undoUntil: string,
): FakePlan {
  const decided = cookies.map((cookie): PlanRow => {
    const { clear, why } = decide(cookie, request, keep);
    return { cookie: cookie.row, group: cookie.row.company ?? cookie.row.site, clear, why };
  });
  const unturned = new Set(cookies.filter((cookie) => decide(cookie, { ...request, toggles: [] }, keep).clear).map((cookie) => cookie.row));
  const goes = (rows: PlanRow[]): number => rows.filter((row) => unturned.has(row.cookie)).length;
  const groups = new Map<string, PlanRow[]>();
  for (const row of decided) {
    const members = groups.get(row.group);
    if (members) members.push(row);
    else groups.set(row.group, [row]);
  }
  const ordered = [...groups]
    .map(([label, members]) => ({ label, members: [...members].sort((a, b) => goes([b]) - goes([a])) }))
    .sort((a, b) => goes(b.members) - goes(a.members) || b.members.length - a.members.length);
  const clears = decided.filter((row) => row.clear);
  const waiting = clears.filter((row) => running.has(row.cookie.browser));
  const out = new Map<string, PlanRow[]>();
  for (const row of clears) {
    if (row.cookie.sign_in !== 'no') out.set(row.cookie.site, [...(out.get(row.cookie.site) ?? []), row]);
  }
  const effects: Effects = {
    signs_out: [...out].map(([site, rows]) => ({
      site,
      family: site === 'google.com' ? 'Google' : site === 'facebook.com' ? 'Meta' : null,
      cookies: rows.length,
      sign_in: rows.some((r) => r.cookie.sign_in === 'yes') ? 'yes' : 'likely',
    })),
    stays_signed_in: [...new Set(decided.filter((r) => !r.clear && r.cookie.sign_in === 'yes').map((r) => r.cookie.site))].sort(),
    in_use: waiting.length === 0 ? [] : [
      { browser: 'brave', browser_name: 'Brave', profile: 'Default', pid: 4021, cookies: waiting.length },
    ],
    not_cleared_yet: request.selection.kind === 'preset' && request.selection.preset === 'everything' ? 21 : 0,
    kept_by_rule: decided.filter((row) => row.why === 'kept_site').length,
    allowed_in_browser: [...new Set(clears.filter((row) => row.cookie.browser_rule === 'allow').map((row) => row.cookie.site))].sort(),
  };
  return {
    rows: ordered.flatMap((group) => group.members),
    groups: ordered.map(({ label, members }) => ({
      goes: goes(members),
      view: {
        label,
        company: members.some((r) => r.cookie.company === label),
        clear: members.filter((r) => r.clear).length,
        keep: members.filter((r) => !r.clear).length,
        browsers: new Set(members.map((r) => r.cookie.browser)).size,
      },
    })),
    view: {
      plan: number,
      preset: request.selection.kind === 'preset' ? request.selection.preset : 'selection',
      clear: clears.length,
      keep: decided.length - clears.length,
      effects,
      undo_until: undoUntil,
    },
  };
}

/** A plan's table by the engine's rules: what is kept is folded, but for a few below what goes. */
export function linesOf(plan: FakePlan, folds: PlanFolds): PlanLine[] {
  let row = 0;
  const unfolded = plan.groups.map(({ view, goes }): PlanLine[] => {
    const rows = plan.rows.slice(row, (row += view.clear + view.keep)).map((one): PlanLine => ({ kind: 'row', row: one }));
    const open = folds.open.includes(view.label);
    const folded = rows.length - goes > 4 || goes === 0;
    const kept: PlanLine[] = folded ? [{ kind: 'kept', label: view.label, keep: view.keep, open }] : [];
    return [{ kind: 'group', group: view }, ...rows.slice(0, goes), ...kept, ...(folded && !open ? [] : rows.slice(goes))];
  });
  const rest = plan.groups.filter(({ goes }) => goes === 0);
  const clearing = plan.groups.length - rest.length;
  const keep = rest.reduce((sum, { view }) => sum + view.keep, 0);
  return [
    ...unfolded.slice(0, clearing).flat(),
    ...(rest.length === 0 ? [] : [{ kind: 'rest' as const, groups: rest.length, keep, open: folds.rest }]),
    ...(folds.rest ? unfolded.slice(clearing).flat() : []),
  ];
}
