// The real host: every command is one `invoke`; progress comes over a channel of its own.

import { Channel, invoke } from '@tauri-apps/api/core';

import type { CleanProgress, ScanProgress } from '../lib/bindings';
import type { Host } from './host';

function channel<T>(onMessage: (message: T) => void): Channel<T> {
  const opened = new Channel<T>();
  opened.onmessage = onMessage;
  return opened;
}

export const tauriHost: Host = {
  appInfo: () => invoke('app_info'),
  scan: (onProgress) => invoke('scan', { onProgress: channel<ScanProgress>(onProgress) }),
  cancelScan: () => invoke('cancel_scan'),
  overview: () => invoke('overview'),
  coverage: () => invoke('coverage'),
  cookies: (query) => invoke('cookies', { query }),
  cookie: (id) => invoke('cookie', { id }),
  timeline: (query) => invoke('timeline', { query }),
  presets: () => invoke('presets'),
  plan: (request) => invoke('plan', { request }),
  planLines: (plan, folds, offset, limit) => invoke('plan_lines', { plan, folds, offset, limit }),
  clean: (plan, onProgress) => invoke('clean', { plan, onProgress: channel<CleanProgress>(onProgress) }),
  cancelClean: () => invoke('cancel_clean'),
  undo: (run, onProgress) => invoke('undo', { run, onProgress: channel<CleanProgress>(onProgress) }),
  finish: (run, onProgress) => invoke('finish', { run, onProgress: channel<CleanProgress>(onProgress) }),
  recover: () => invoke('recover'),
  history: () => invoke('history'),
  keepSites: () => invoke('keep_sites'),
  keepAdd: (site) => invoke('keep_add', { site }),
  keepRemove: (site) => invoke('keep_remove', { site }),
  corrections: () => invoke('corrections'),
  correctionEffect: (id, saying) => invoke('correction_effect', { id, saying }),
  correct: (id, saying) => invoke('correct', { id, saying }),
  takeBack: (correction) => invoke('take_back', { correction }),
  companyNames: () => invoke('company_names'),
  exportSettings: (path) => invoke('export_settings', { path }),
  importSettings: (text) => invoke('import_settings', { text }),
  knowledge: () => invoke('knowledge'),
  knowledgeRevert: () => invoke('knowledge_revert'),
  folders: () => invoke('folders'),
  folderChoose: (from) => invoke('folder_choose', { from }),
  folderAdd: (path) => invoke('folder_add', { path }),
  folderRemove: (path) => invoke('folder_remove', { path }),
  setSetting: (key, value) => invoke('set_setting', { key, value }),
  useSample: () => invoke('use_sample'),
  useReal: () => invoke('use_real'),
  painted: () => invoke('painted'),
};
