// The one port between the dashboard and the program it runs in. Two hosts implement it: the desktop shell
// (`tauri.ts`) and an invented one for a plain browser and for the tests (`fake/`).

import type {
  AppInfo, CleanProgress, CleanResult, CookieDetail, CookieId, CookiePage, CookieQuery, CorrectionEffect, CorrectionView, Coverage,
  ErrorView, FolderView, ImportReport, KnowledgeView, Overview, PlanFolds, PlanLines, PlanRequest, PlanView, PresetCount, RunView, Saying, ScanProgress, Timeline, TimelineQuery, UndoResult, Unfinished,
} from '../lib/bindings';

/** Every command of the program. A refused one rejects with an `ErrorView`. */
export interface Host {
  appInfo(): Promise<AppInfo>;
  scan(onProgress: (progress: ScanProgress) => void): Promise<Overview>;
  cancelScan(): Promise<void>;
  overview(): Promise<Overview>;
  coverage(): Promise<Coverage>;
  cookies(query: CookieQuery): Promise<CookiePage>;
  cookie(id: CookieId): Promise<CookieDetail>;
  timeline(query: TimelineQuery): Promise<Timeline>;
  presets(): Promise<PresetCount[]>;
  plan(request: PlanRequest): Promise<PlanView>;
  /** A part of the plan's table, unfolded as far as is said. */
  planLines(plan: number, folds: PlanFolds, offset: number, limit: number): Promise<PlanLines>;
  clean(plan: number, onProgress: (progress: CleanProgress) => void): Promise<CleanResult>;
  cancelClean(): Promise<void>;
  /** Takes a clean-up back; without a number, the latest. */
  undo(run: number | null, onProgress: (progress: CleanProgress) => void): Promise<UndoResult>;
  /** Completes a clean-up that a crash left unfinished. */
  finish(run: number, onProgress: (progress: CleanProgress) => void): Promise<CleanResult>;
  recover(): Promise<Unfinished[]>;
  history(): Promise<RunView[]>;
  keepSites(): Promise<string[]>;
  keepAdd(site: string): Promise<string[]>;
  keepRemove(site: string): Promise<string[]>;
  /** The folders that are looked through beside the usual places. */
  folders(): Promise<FolderView[]>;
  /** Lets the person choose one, beginning near `from`; null when they gave up. */
  folderChoose(from: string): Promise<string | null>;
  folderAdd(path: string): Promise<FolderView[]>;
  folderRemove(path: string): Promise<FolderView[]>;
  /** What the person said about cookies, the earliest first. */
  corrections(): Promise<CorrectionView[]>;
  /** What saying this about the cookie would change. */
  correctionEffect(id: CookieId, saying: Saying): Promise<CorrectionEffect>;
  /** Notes it; the cookie as it is explained from here on. */
  correct(id: CookieId, saying: Saying): Promise<CookieDetail>;
  takeBack(correction: number): Promise<CorrectionView[]>;
  /** The companies that can be named, ordered. */
  companyNames(): Promise<string[]>;
  /** Writes a file that is not there yet; a name without a folder means the home folder. Where it stands. */
  exportSettings(path: string): Promise<string>;
  importSettings(text: string): Promise<ImportReport>;
  /** What is known about cookies, where it comes from and how old it is. */
  knowledge(): Promise<KnowledgeView>;
  /** Goes back to the built-in knowledge; verdicts follow with the next scan. */
  knowledgeRevert(): Promise<KnowledgeView>;
  setSetting(key: 'theme' | 'language' | 'use_history', value: string): Promise<AppInfo>;
  useSample(): Promise<void>;
  useReal(): Promise<void>;
  /** Something useful is on the screen: the shell shows the window. */
  painted(): Promise<void>;
}

/** Whatever was thrown, as an error the screens can word. */
export function toErrorView(thrown: unknown): ErrorView {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown && typeof thrown.code === 'string') {
    const error = thrown as Partial<ErrorView> & { code: string };
    return { code: error.code, params: error.params ?? {}, detail: error.detail ?? '', retry: error.retry ?? false };
  }
  const detail = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'unexpected', params: {}, detail, retry: true };
}
