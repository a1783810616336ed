// What the invented computer has: a browser of every state, an app, and the folders that were added.

import type { BrowserView, ContainerCount, Coverage, KeptApart, ProfileView, StoreView } from '../../lib/bindings';
import { DAY, PLACES, type FakeCookie } from './data';

const rfc = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

function store(path: string, now: number, part: Partial<StoreView> = {}): StoreView {
  return {
    path, link: null, kind: 'database', part: 'sites', state: 'read', running: false, pid: null, program: null, version: 24,
    cookies: 0, session: 0, persistent: 0, trackers: 0, bytes: 344_064, modified: rfc(now - 2 * 3600), advice: null, ...part,
  };
}

const NOTHING: KeptApart = { containers: [], partitions: { sites: 0, cookies: 0, most: [] } };

/** A browser with one file that was not read. */
function unread(id: string, name: string, root: string, now: number, part: Partial<StoreView>, group = 'browser'): BrowserView {
  const one = store(`${root}/Default/Cookies`, now, { version: null, ...part });
  return {
    browser: id, name, group, engine: 'chromium', root, state: one.state, running: one.running, cookies: one.cookies, trackers: 0,
    used: one.modified, profiles: [{ name: 'Default', dir: `${root}/Default`, stores: [one], kept_apart: NOTHING }],
  };
}

function keptApart(cookies: FakeCookie[]): KeptApart {
  const containers = new Map<number, ContainerCount>();
  const sites = new Map<string, number>();
  for (const { row } of cookies) {
    if (row.container) {
      const known = containers.get(row.container.number) ?? { container: row.container, cookies: 0 };
      containers.set(row.container.number, { ...known, cookies: known.cookies + 1 });
    }
    if (row.partition_site !== null) sites.set(row.partition_site, (sites.get(row.partition_site) ?? 0) + 1);
  }
  const most = [...sites].sort((a, b) => b[1] - a[1]).slice(0, 5).map(([site]) => site);
  return {
    containers: [...containers.values()].sort((a, b) => a.container.number - b.container.number),
    partitions: { sites: sites.size, cookies: [...sites.values()].reduce((sum, count) => sum + count, 0), most },
  };
}

export function coverage(present: FakeCookie[], running: Set<string>, added: string[], now: number): Coverage {
  const ids = [...new Set(PLACES.map((place) => place.browser))];
  const browsers = ids.map((id): BrowserView => {
    const all = present.filter((cookie) => cookie.row.browser === id);
    const root = id === 'firefox' ? '/home/robin/.mozilla/firefox' : `/home/robin/.config/${id}`;
    const runs = running.has(id);
    const profiles = PLACES.filter((place) => place.browser === id).map((place): ProfileView => {
      const mine = all.filter((cookie) => cookie.row.profile === place.profile);
      const trackers = mine.filter((cookie) => cookie.row.tracker).length;
      const held = runs ? { running: true, pid: 4711, program: id, advice: { key: 'advice_running', params: {} } } : {};
      const live = store(`${root}/${place.profile}/${id === 'firefox' ? 'cookies.sqlite' : 'Cookies'}`, now, {
        version: id === 'firefox' ? 17 : 24, cookies: mine.length, persistent: mine.length, trackers, ...held,
      });
      const copies = id === 'firefox'
        ? [store(`${root}/${place.profile}/cookies.sqlite.bak`, now - 90 * DAY, { part: 'put_aside', version: 16, advice: { key: 'advice_left_over', params: {} } })]
        : [];
      return { name: place.profile, dir: `${root}/${place.profile}`, stores: [live, ...copies], kept_apart: keptApart(mine) };
    });
    return {
      browser: id, name: PLACES.find((place) => place.browser === id)?.name ?? id, group: 'browser', engine: id === 'firefox' ? 'gecko' : 'chromium',
      root, state: 'read', running: runs, cookies: all.length, trackers: all.filter((cookie) => cookie.row.tracker).length,
      used: rfc(now - 2 * 3600), profiles,
    };
  });
  browsers.push(
    unread('edge', 'Microsoft Edge', '/home/robin/.config/microsoft-edge', now, { state: 'damaged', advice: { key: 'problem_damaged_advice', params: {} } }),
    unread('vivaldi', 'Vivaldi', '/home/robin/.config/vivaldi', now, { state: 'needs_permission', advice: { key: 'advice_needs_permission_linux', params: {} } }),
    ...added.map((path) => unread('chromium', 'Chromium', path, now, { cookies: 0, version: 24 })),
  );
  browsers.sort((a, b) => a.name.localeCompare(b.name));
  browsers.push(unread('slack', 'Slack', '/home/robin/.config/Slack', now, { version: 24 }, 'app'));
  return {
    browsers,
    problems: [
      { path: '/home/robin/.config/microsoft-edge/Default/Cookies', browser: 'edge', kind: 'damaged', detail: 'database disk image is malformed' },
      { path: '/home/robin/.config/vivaldi/Default/Cookies', browser: 'vivaldi', kind: 'permission_denied', detail: 'Permission denied (os error 13)' },
    ],
  };
}

/** As the overview has it. */
export function inShort(whole: Coverage): Coverage {
  const profiles = (browser: BrowserView): ProfileView[] => browser.profiles.map((profile) => ({ ...profile, kept_apart: null }));
  return { ...whole, browsers: whole.browsers.map((browser) => ({ ...browser, profiles: profiles(browser) })) };
}
