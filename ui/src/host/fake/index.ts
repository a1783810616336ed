// The invented host: a whole program in memory, for `npm run dev` in a plain browser and for the tests.
// In the address: `?theme=dark`, `?lang=de`, `?cookies=100000`, `?state=none|unfinished|running|quiet|failing|scanning`.

import type {
  AppInfo, CleanProgress, CleanResult, CookieDetail, CookieId, CookiePage, CookieQuery, CorrectionEffect,
  CorrectionView, Coverage, ErrorView, FolderView, ImportReport, KnowledgeView, Overview, PlanFolds, PlanLines, PlanRequest, PlanView, PresetCount, RunView, Saying,
  ScanProgress, SourceView, Timeline, TimelineQuery, UndoResult, Unfinished,
} from '../../lib/bindings';
import { PURPOSES } from '../../lib/purposes';
import type { Host } from '../host';
import { coverage, inShort } from './coverage';
import { DAY, invent, type FakeCookie } from './data';
import { linesOf, makePlan, type FakePlan } from './plans';
import { FakeSaid } from './said';
import { companies, passes, setChart, sorted, timeline } from './questions';

/** What the invented computer is like. */
export interface Situation {
  cookies: number;
  /** Unix seconds. */
  now: number;
  theme: string;
  language: string;
  locale: string;
  /** `none`: no browser; `quiet`: no trackers; `running`: Brave runs; `scanning`: the scan never ends. */
  state: '' | 'none' | 'unfinished' | 'running' | 'quiet' | 'failing' | 'scanning';
  /** Milliseconds between two steps of a clean-up or scan. */
  pace: number;
  /** `old`: more than twelve months; `imported`: that, and brought by the person. */
  knowledge: 'fresh' | 'old' | 'imported';
}

const PRESETS = ['trackers', 'everything_but_sign_ins', 'everything'];
const rfc = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
const failure = (code: string, params: Record<string, string> = {}): ErrorView => ({ code, params, detail: '', retry: true });

export class FakeHost implements Host {
  readonly calls: string[] = [];
  private scanNumber = 0;
  private sample = false;
  private useHistory = true;
  private present: FakeCookie[] = [];
  private removed = new Map<number, FakeCookie[]>();
  private planNumber = 0;
  /** Like the program, it holds one plan: a newer one takes its place. */
  private lastPlan: FakePlan | undefined;
  private runs: RunView[] = [];
  private kept = new Set(['bergladen.example', 'openlectures.example']);
  private added: string[] = [];
  /** What the person chooses in the system's dialog; null: they give up. */
  chosen: string | null = '/media/old-disk';
  private stopped = false;
  private said = new FakeSaid();
  private openRun: Unfinished[] = [];

  constructor(private readonly at: Situation) {
    this.present = at.state === 'none' ? [] : invent(at.cookies, at.now);
    if (at.state === 'quiet') this.present = this.present.filter((c) => !c.row.tracker);
    if (at.state === 'unfinished') {
      this.openRun = [{ run: 3, at: rfc(at.now - 900), interrupted: 'clean', removed: 112, not_removed: 47 }];
    }
    if (at.state !== 'none') {
      this.runs = [
        this.run(2, at.now - 19 * DAY, 'trackers', 'expired', 388),
        this.run(1, at.now - 40 * DAY, 'everything_but_sign_ins', 'expired', 911),
      ];
    }
  }

  private run(number: number, at: number, preset: string, state: string, removed: number): RunView {
    return {
      run: number, at: rfc(at), preset, state, removed, restored: 0, browsers: ['chromium', 'firefox'],
      undo_until: rfc(at + 7 * DAY), can_undo: state === 'done',
    };
  }

  private get running(): Set<string> {
    return new Set(this.at.state === 'running' ? ['brave'] : []);
  }

  private wait(): Promise<void> {
    return this.at.pace === 0 ? Promise.resolve() : new Promise((done) => setTimeout(done, this.at.pace));
  }

  appInfo(): Promise<AppInfo> {
    const { language, theme, locale } = this.at;
    return Promise.resolve({
      version: '0.1.0', locale, language, theme, home: '/home/robin', data: '/home/robin/.local/share/crumbwise',
      use_history: this.useHistory, sample: this.sample,
    });
  }

  async scan(onProgress: (progress: ScanProgress) => void): Promise<Overview> {
    this.calls.push('scan');
    this.stopped = false;
    if (this.at.state === 'failing') throw failure('no_data_folder', { path: '/home/robin/.local/share/crumbwise' });
    const total = this.present.length;
    for (let done = 0; done <= 4; done++) {
      onProgress({ stores_done: done, stores: 5, cookies: Math.floor((total * done) / 4) });
      await this.wait();
      while (this.at.state === 'scanning' && done === 2 && !this.stopped) await this.wait();
      if (this.stopped) throw failure('cancelled');
    }
    this.scanNumber += 1;
    return this.overview();
  }

  cancelScan(): Promise<void> {
    this.stopped = true;
    return Promise.resolve();
  }

  overview(): Promise<Overview> {
    const rows = this.present.map((cookie) => cookie.row);
    const trackers = rows.filter((row) => row.tracker);
    const count = (test: (row: (typeof rows)[number]) => boolean): number => rows.filter(test).length;
    const last = this.runs[0];
    return Promise.resolve({
      at: rfc(this.at.now),
      counts: {
        cookies: rows.length,
        session: count((row) => row.lifetime === 'session'),
        persistent: count((row) => row.lifetime === 'persistent'),
        trackers: trackers.length,
        trackers_clearable: trackers.filter((row) => !this.running.has(row.browser)).length,
        likely_trackers: count((row) => row.tracking === 'likely'),
        single_site: count((row) => row.tracking === 'single_site'),
        sign_ins: count((row) => row.sign_in === 'yes'),
        likely_sign_ins: count((row) => row.sign_in === 'likely'),
        signed_in_sites: new Set(rows.filter((row) => row.sign_in === 'yes').map((row) => row.site)).size,
        expired: count((row) => row.expired),
        partitioned: 0,
        sites: new Set(rows.map((row) => row.site)).size,
        tracking_companies: new Set(trackers.map((row) => row.company)).size,
        tracked_browsers: new Set(trackers.map((row) => row.browser)).size,
      },
      by_purpose: PURPOSES.map((purpose) => ({ purpose, cookies: count((row) => row.purpose === purpose) })),
      top_companies: companies(this.present),
      set: setChart(this.present, this.at.now, 364),
      coverage: inShort(this.places()),
      since_last: this.at.state === 'none' ? null
        : { at: rfc(this.at.now - 5 * DAY), cookies: rows.length - 38, trackers: Math.max(0, trackers.length - 12) },
      last_run: last?.can_undo ? last : null,
      unfinished: this.openRun,
      sample: this.sample,
    });
  }

  coverage(): Promise<Coverage> {
    return Promise.resolve(this.places());
  }

  private places(): Coverage {
    if (this.at.state === 'none' && !this.sample) return { browsers: [], problems: [] };
    return coverage(this.present, this.running, this.added, this.at.now);
  }

  cookies(query: CookieQuery): Promise<CookiePage> {
    this.calls.push('cookies');
    const through = this.present.filter((cookie) => passes(cookie, query.filter));
    return Promise.resolve({
      scan: this.scanNumber,
      total: through.length,
      trackers: through.filter((cookie) => cookie.row.tracker).length,
      rows: sorted(through, query).slice(query.offset, query.offset + query.limit).map((cookie) => cookie.row),
    });
  }

  cookie(id: CookieId): Promise<CookieDetail> {
    const found = this.present.find(({ row }) => row.id.store === id.store && row.id.row === id.row);
    if (!found) return Promise.reject(failure('old_scan'));
    const { row, reason } = found;
    const known = !['unknown', 'looks_like_tracking', 'looks_like_sign_in'].includes(reason);
    const params = { name: row.name, site: row.site, company: row.company ?? '' };
    const said = this.said.deciding(row);
    const [first] = said;
    const because = first === undefined ? reason
      : `you_said_${first.answer === 'no' ? 'not_' : ''}${first.axis}`;
    return Promise.resolve({
      row,
      reason: { key: `reason_${because}`, params },
      confidence: first ? 'certain' : known ? 'high' : 'low',
      source: first ? 'person' : known ? 'own_rule' : reason === 'unknown' ? 'nothing' : 'evidence',
      rule: known && !first
        ? {
            file: 'rules/companies/google.toml', pattern: row.name, licence: 'MIT OR Apache-2.0', scope: null,
            reference: 'https://example.com/cookies',
          }
        : null,
      said,
      otherwise: first ? this.said.otherwise(found, { key: `reason_${reason}`, params }, known) : null,
      notes: [
        ...row.marks.map((mark) => ({ key: `note_${mark}`, params: {} })),
        ...(row.visited === 'unknown' ? []
          : [{ key: row.visited === 'yes' ? 'note_visited' : 'note_never_visited', params: { site: row.site } }]),
      ],
      store: `/home/robin/.config/${row.browser}/${row.profile}/Cookies`,
      same_elsewhere: this.present.filter((c) => c.row.name === row.name && c.row.host === row.host).length - 1,
    });
  }

  timeline(query: TimelineQuery): Promise<Timeline> {
    return Promise.resolve(timeline(this.present, query, this.at.now));
  }

  presets(): Promise<PresetCount[]> {
    return Promise.resolve(PRESETS.map((preset) => {
      const { view } = this.draw(0, { selection: { kind: 'preset', preset }, toggles: [] });
      return { preset, clear: view.clear, signs_out: view.effects.signs_out.length };
    }));
  }

  private planOf(number: number): FakePlan | undefined {
    return this.lastPlan?.view.plan === number ? this.lastPlan : undefined;
  }

  private draw(number: number, request: PlanRequest): FakePlan {
    return makePlan(number, this.present, request, this.kept, this.running, rfc(this.at.now + 7 * DAY));
  }

  plan(request: PlanRequest): Promise<PlanView> {
    this.calls.push('plan');
    this.planNumber += 1;
    const plan = this.draw(this.planNumber, request);
    this.lastPlan = plan;
    return Promise.resolve(plan.view);
  }

  planLines(plan: number, folds: PlanFolds, offset: number, limit: number): Promise<PlanLines> {
    const drawn = this.planOf(plan);
    if (!drawn) return Promise.reject(failure('old_plan'));
    const lines = linesOf(drawn, folds);
    return Promise.resolve({ plan, total: lines.length, lines: lines.slice(offset, offset + limit) });
  }

  async clean(plan: number, onProgress: (progress: CleanProgress) => void): Promise<CleanResult> {
    this.calls.push('clean');
    const drawn = this.planOf(plan);
    if (!drawn) throw failure('old_plan');
    this.stopped = false;
    const gone = new Set(drawn.rows.filter((row) => row.clear && !this.running.has(row.cookie.browser)).map((row) => row.cookie.id.row));
    for (let step = 0; step <= 4; step++) {
      onProgress({ step: 'rows_deleted', browser: 'Firefox', done: Math.floor((gone.size * step) / 4), total: gone.size });
      await this.wait();
      if (this.stopped) return { run: null, removed: 0, skipped: [], still_there: 0, cancelled: true, undo_until: null };
    }
    const taken = this.present.filter((cookie) => gone.has(cookie.row.id.row));
    this.present = this.present.filter((cookie) => !gone.has(cookie.row.id.row));
    const run = this.run(this.runs.length + 1, this.at.now, drawn.view.preset, 'done', taken.length);
    this.removed.set(run.run, taken);
    this.runs = [run, ...this.runs];
    return {
      run: run.run, removed: taken.length, still_there: 0, cancelled: false, undo_until: run.undo_until,
      skipped: drawn.view.effects.in_use.map((one) => ({
        why: 'in_use', browser: one.browser, store: `/home/robin/.config/${one.browser}/Default/Cookies`, cookies: one.cookies, detail: '',
      })),
    };
  }

  cancelClean(): Promise<void> {
    this.stopped = true;
    return Promise.resolve();
  }

  async undo(run: number | null, onProgress: (progress: CleanProgress) => void): Promise<UndoResult> {
    this.calls.push('undo');
    const found = this.runs.find((one) => one.can_undo && (run === null || one.run === run));
    if (!found) throw failure('no_such_run');
    const back = this.removed.get(found.run) ?? [];
    onProgress({ step: 'rows_restored', browser: 'Firefox', done: back.length, total: back.length });
    await this.wait();
    this.present = [...this.present, ...back].sort((a, b) => a.row.id.row - b.row.id.row);
    this.runs = this.runs.map((one) => one === found ? { ...one, state: 'undone', restored: back.length, can_undo: false } : one);
    this.openRun = this.openRun.filter((one) => one.run !== run);
    return { run: found.run, restored: back.length, kept_newer: 0, skipped: [], cancelled: false };
  }

  async finish(run: number, onProgress: (progress: CleanProgress) => void): Promise<CleanResult> {
    this.calls.push('finish');
    const open = this.openRun.find((one) => one.run === run);
    if (!open) throw failure('no_such_run');
    onProgress({ step: 'rows_deleted', browser: 'Firefox', done: open.not_removed, total: open.not_removed });
    await this.wait();
    this.openRun = [];
    return { run, removed: open.not_removed, skipped: [], still_there: 0, cancelled: false, undo_until: rfc(this.at.now + 7 * DAY) };
  }

  recover(): Promise<Unfinished[]> {
    return Promise.resolve(this.openRun);
  }

  history(): Promise<RunView[]> {
    return Promise.resolve(this.runs);
  }

  keepSites(): Promise<string[]> {
    return Promise.resolve([...this.kept].sort());
  }

  keepAdd(site: string): Promise<string[]> {
    this.kept.add(site);
    return this.keepSites();
  }

  keepRemove(site: string): Promise<string[]> {
    this.kept.delete(site);
    return this.keepSites();
  }

  folders(): Promise<FolderView[]> {
    return Promise.resolve(this.added.map((path) => ({ path, there: !path.includes('gone') })));
  }

  folderChoose(from: string): Promise<string | null> {
    this.calls.push(`folder_choose ${from}`);
    return Promise.resolve(this.chosen);
  }

  folderAdd(path: string): Promise<FolderView[]> {
    this.calls.push(`folder_add ${path}`);
    if (!path.startsWith('/') && !path.startsWith('~/')) return Promise.reject(failure('folder_not_whole', { path }));
    if (path.includes('empty')) return Promise.reject(failure('folder_empty', { path }));
    this.added = [...this.added, path];
    return this.folders();
  }

  folderRemove(path: string): Promise<FolderView[]> {
    this.added = this.added.filter((one) => one !== path);
    return this.folders();
  }

  private rowOf(id: CookieId): FakeCookie['row'] {
    const found = this.present.find(({ row }) => row.id.store === id.store && row.id.row === id.row);
    if (!found) throw failure('old_scan');
    return found.row;
  }

  corrections(): Promise<CorrectionView[]> {
    return Promise.resolve(this.said.all);
  }

  correctionEffect(id: CookieId, saying: Saying): Promise<CorrectionEffect> {
    return Promise.resolve(this.said.effect(this.present, this.rowOf(id), saying));
  }

  correct(id: CookieId, saying: Saying): Promise<CookieDetail> {
    this.calls.push(`correct ${saying.covers} ${saying.axis} ${saying.answer}`);
    this.said.say(this.present, this.rowOf(id), saying);
    return this.cookie(id);
  }

  takeBack(correction: number): Promise<CorrectionView[]> {
    this.said.takeBack(this.present, correction);
    return this.corrections();
  }

  companyNames(): Promise<string[]> {
    return Promise.resolve([...new Set(this.present.flatMap(({ row }) => row.company ?? []))].sort());
  }

  exportSettings(path: string): Promise<string> {
    return Promise.resolve(`/home/robin/${path}`);
  }

  importSettings(text: string): Promise<ImportReport> {
    if (!text.startsWith('{')) return Promise.reject(failure('not_settings'));
    const told = JSON.parse(text) as { folders?: string[] };
    const elsewhere = (told.folders ?? []).filter((path) => !/^[/~]/.test(path));
    return Promise.resolve({
      settings: [], kept: [], folders: [], folders_elsewhere: elsewhere, corrections: [], replaced: [], unchanged: 1,
    });
  }

  knowledge(): Promise<KnowledgeView> {
    const old = this.at.knowledge !== 'fresh';
    const source = (name: string, version: string, date: string | null, licence: string, entries: number): SourceView =>
      ({ name, version, date, licence, entries, old: old && date !== null });
    return Promise.resolve({
      sources: [
        source('Crumbwise rules', '0.1.0', '2026-11-24', 'MIT OR Apache-2.0', 4213),
        source('Open Cookie Database (@slashgear/gdpr-cookie-scanner)', '3.8.2', '2026-09-23', 'Apache-2.0', 2204),
        source('third-party-web', '0.30.0', '2026-09-14', 'MIT', 3059),
        source('Public Suffix List (psl)', '2.1.247', null, 'MPL-2.0', 10_396),
      ],
      imported: this.at.knowledge === 'imported',
      trouble: null,
    });
  }

  knowledgeRevert(): Promise<KnowledgeView> {
    this.calls.push('knowledge_revert');
    this.at.knowledge = 'fresh';
    return this.knowledge();
  }

  setSetting(key: 'theme' | 'language' | 'use_history', value: string): Promise<AppInfo> {
    this.calls.push(`set_setting ${key} ${value}`);
    if (key === 'use_history') this.useHistory = value === 'on';
    else this.at[key] = value;
    return this.appInfo();
  }

  useSample(): Promise<void> {
    this.calls.push('use_sample');
    this.sample = true;
    this.present = invent(this.at.cookies, this.at.now);
    return Promise.resolve();
  }

  useReal(): Promise<void> {
    this.sample = false;
    return Promise.resolve();
  }

  painted(): Promise<void> {
    this.calls.push('painted');
    return Promise.resolve();
  }
}

/** The situation that the tests start from. */
export const CALM: Situation = {
  cookies: 1284, now: 1_795_000_000, theme: 'light', language: 'en', locale: 'en-GB', state: '', pace: 0,
  knowledge: 'fresh',
};

export function fakeFromAddress(address: URLSearchParams): FakeHost {
  const language = address.get('lang') ?? 'en';
  return new FakeHost({
    ...CALM,
    cookies: Number(address.get('cookies') ?? 1284),
    theme: address.get('theme') ?? 'system',
    language,
    locale: language === 'de' ? 'de-DE' : 'en-GB',
    state: (address.get('state') ?? '') as Situation['state'],
    pace: Number(address.get('pace') ?? 0),
    now: Math.floor(Date.now() / 1000),
    knowledge: (address.get('knowledge') ?? 'fresh') as Situation['knowledge'],
  });
}
