// Invented cookies for a plain browser and for the tests: the same every time, believable in kind and number.

import type { ContainerView, CookieRow } from '../../lib/bindings';

export const DAY = 86_400;

/** A small repeatable generator of numbers in [0, 1). */
export function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return (state - 1) / 2_147_483_646;
  };
}

interface Kind {
  name: string;
  hosts: string[];
  company: string | null;
  purpose: string;
  tracking?: string;
  signIn?: string;
  reason: string;
  /** Life in days; 0 for the session. */
  days: number;
  weight: number;
  httpOnly?: boolean;
  script?: boolean;
}

const SITES = [
  'nordlicht-zeitung.example', 'morningpost.example', 'bergladen.example', 'kochwelt.example', 'trailmap.example',
  'wetterdienst.example', 'hifi-werkstatt.example', 'citybikes.example', 'bookshelf.example', 'gartenfreund.example',
  'openlectures.example', 'railways.example', 'movienight.example', 'paperfold.example', 'stadtwerke.example',
  'hostelfinder.example', 'lampenladen.example', 'recipes.example', 'devforum.example', 'museum.example',
];

const KINDS: Kind[] = [
  { name: 'IDE', hosts: ['.doubleclick.net'], company: 'Google', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 390, weight: 9 },
  { name: '_gcl_au', hosts: SITES, company: 'Google', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 90, weight: 46, script: true },
  { name: 'NID', hosts: ['.google.com'], company: 'Google', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 182, weight: 6, httpOnly: true },
  { name: '_fbp', hosts: SITES, company: 'Meta', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 90, weight: 24, script: true },
  { name: 'fr', hosts: ['.facebook.com'], company: 'Meta', purpose: 'social_media', tracking: 'cross_site', reason: 'social_id', days: 90, weight: 6, httpOnly: true },
  { name: 'bcookie', hosts: ['.linkedin.com'], company: 'Microsoft', purpose: 'social_media', tracking: 'cross_site', reason: 'social_id', days: 365, weight: 5 },
  { name: 'MUID', hosts: ['.bing.com', '.clarity.ms'], company: 'Microsoft', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 390, weight: 12 },
  { name: 'CLID', hosts: ['www.clarity.ms'], company: 'Microsoft', purpose: 'analytics', tracking: 'cross_site', reason: 'analytics_id', days: 365, weight: 6 },
  { name: 'uid', hosts: ['.criteo.com'], company: 'Criteo', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 390, weight: 8 },
  { name: 'cto_bundle', hosts: SITES, company: 'Criteo', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 390, weight: 15, script: true },
  { name: 'demdex', hosts: ['.demdex.net'], company: 'Adobe', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 180, weight: 8 },
  { name: 'TDID', hosts: ['.adsrvr.org'], company: 'The Trade Desk', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 365, weight: 9 },
  { name: 'TDCPM', hosts: ['.adsrvr.org'], company: 'The Trade Desk', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 365, weight: 8 },
  { name: 'uuid2', hosts: ['.adnxs.com'], company: 'Xandr', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 90, weight: 9 },
  { name: 't_gid', hosts: ['.taboola.com'], company: 'Taboola', purpose: 'advertising', tracking: 'cross_site', reason: 'advertising_id', days: 365, weight: 8 },
  { name: 'ttclid', hosts: ['.tiktok.com'], company: 'TikTok', purpose: 'social_media', tracking: 'cross_site', reason: 'social_id', days: 390, weight: 6 },
  { name: 'sb_seg', hosts: ['.adsegment.example'], company: null, purpose: 'unclassified', tracking: 'likely', reason: 'looks_like_tracking', days: 390, weight: 12 },
  { name: '_ga', hosts: SITES, company: 'Google', purpose: 'analytics', tracking: 'single_site', reason: 'analytics_id', days: 400, weight: 80, script: true },
  { name: '_ga_K3XJ9', hosts: SITES, company: 'Google', purpose: 'analytics', tracking: 'single_site', reason: 'analytics_id', days: 400, weight: 50, script: true },
  { name: '_pk_id.1.7a2b', hosts: SITES, company: 'Matomo', purpose: 'analytics', tracking: 'single_site', reason: 'analytics_id', days: 393, weight: 24, script: true },
  { name: '_hjSessionUser_114', hosts: SITES, company: 'Hotjar', purpose: 'analytics', tracking: 'single_site', reason: 'analytics_id', days: 365, weight: 18, script: true },
  { name: 'lang', hosts: SITES, company: null, purpose: 'functional', reason: 'preference', days: 365, weight: 60 },
  { name: 'theme', hosts: SITES, company: null, purpose: 'functional', reason: 'preference', days: 365, weight: 44, script: true },
  { name: 'player_volume', hosts: SITES, company: null, purpose: 'functional', reason: 'preference', days: 180, weight: 24, script: true },
  { name: 'PHPSESSID', hosts: SITES, company: null, purpose: 'necessary', signIn: 'likely', reason: 'session_id', days: 0, weight: 70, httpOnly: true },
  { name: 'cart_id', hosts: SITES, company: null, purpose: 'necessary', reason: 'cart', days: 30, weight: 26 },
  { name: 'cookie_consent', hosts: SITES, company: null, purpose: 'necessary', reason: 'consent', days: 365, weight: 66 },
  { name: 'SERVERID', hosts: SITES, company: null, purpose: 'necessary', reason: 'load_balancer', days: 0, weight: 36, httpOnly: true },
  { name: 'SID', hosts: ['.google.com'], company: 'Google', purpose: 'necessary', signIn: 'yes', reason: 'sign_in', days: 730, weight: 6, httpOnly: true },
  { name: 'xs', hosts: ['.facebook.com'], company: 'Meta', purpose: 'necessary', signIn: 'yes', reason: 'sign_in', days: 365, weight: 4, httpOnly: true },
  { name: 'user_session', hosts: ['github.com'], company: 'GitHub', purpose: 'necessary', signIn: 'yes', reason: 'sign_in', days: 14, weight: 5, httpOnly: true },
  { name: 'remember_user_token', hosts: SITES, company: null, purpose: 'necessary', signIn: 'yes', reason: 'sign_in', days: 90, weight: 40, httpOnly: true },
  { name: 'csrf_token', hosts: SITES, company: null, purpose: 'security', reason: 'security', days: 0, weight: 44 },
  { name: '__cf_bm', hosts: SITES, company: 'Cloudflare', purpose: 'security', reason: 'security', days: 0.02, weight: 30, httpOnly: true },
  { name: 'cf_clearance', hosts: SITES, company: 'Cloudflare', purpose: 'security', reason: 'security', days: 365, weight: 16, httpOnly: true },
  { name: 'k7', hosts: SITES, company: null, purpose: 'unclassified', reason: 'unknown', days: 200, weight: 70 },
  { name: 'sx_state', hosts: SITES, company: null, purpose: 'unclassified', reason: 'unknown', days: 0, weight: 40 },
  { name: 'vtoken', hosts: SITES, company: null, purpose: 'unclassified', signIn: 'likely', reason: 'looks_like_sign_in', days: 30, weight: 36, httpOnly: true },
];

export interface Place {
  browser: string;
  name: string;
  profile: string;
  share: number;
}

export const PLACES: Place[] = [
  { browser: 'firefox', name: 'Firefox', profile: 'default', share: 0.4 },
  { browser: 'chromium', name: 'Chromium', profile: 'Person 1', share: 0.33 },
  { browser: 'chromium', name: 'Chromium', profile: 'Work', share: 0.17 },
  { browser: 'brave', name: 'Brave', profile: 'Default', share: 0.1 },
];

export interface FakeCookie {
  row: CookieRow;
  reason: string;
  created: number;
  lastUsed: number;
  /** Unix seconds; 0 for the session. */
  expires: number;
}

const rfc = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');

function pick<T>(items: readonly T[], at: number): T {
  const found = items[Math.min(items.length - 1, Math.floor(at * items.length))];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

function weighted<T extends { weight: number }>(items: readonly T[], at: number): T {
  const all = items.reduce((sum, item) => sum + item.weight, 0);
  let left = at * all;
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  return pick(items, at);
}

function site(host: string): string {
  return host.replace(/^\./, '').split('.').slice(-2).join('.');
}

interface Apart {
  partition: string | null;
  site: string | null;
  container: ContainerView | null;
}

/** Every few trackers are kept apart under a site; in Firefox, some cookies lie in containers. */
function keptApart(n: number, browser: string, tracking: string): Apart {
  const site = tracking === 'cross_site' && n % 7 === 0 ? (SITES[n % SITES.length] ?? null) : null;
  const number = browser === 'firefox' && n % 11 === 0 ? 1 + (n % 3) : 0;
  const container = number === 0 ? null : { number, kind: ['personal', 'work', 'named'][number - 1] ?? 'deleted', name: number === 3 ? 'Trip' : null };
  const parts = [container && `userContextId=${String(number)}`, site && `partitionKey=%28https%2C${site}%29`].filter((part) => part !== null);
  const partition = browser === 'firefox' ? `^${parts.join('&')}` : `https://${site ?? ''}`;
  return { partition: parts.length === 0 ? null : partition, site, container };
}

/** `count` cookies as of `now` (Unix seconds); `hostile` adds names that would do harm if they were markup. */
export function invent(count: number, now: number, hostile = true): FakeCookie[] {
  const random = numbers(7);
  const cookies: FakeCookie[] = [];
  const places = PLACES.map((place, at) => ({ ...place, at, weight: place.share }));
  for (let n = 0; n < count; n++) {
    const kind = weighted(KINDS, random());
    const place = weighted(places, random());
    const host = pick(kind.hosts, random());
    const age = Math.floor(Math.pow(random(), 1.25) * 364 * DAY * (0.85 + 0.15 * Math.sin(random() * 40)));
    const idle = Math.floor(Math.pow(random(), 3.2) * age);
    const created = now - age;
    const lastUsed = now - idle;
    const life = Math.floor(kind.days * DAY);
    const expires = life === 0 ? 0 : (random() < 0.96 ? lastUsed : created) + life;
    const signIn = kind.signIn ?? 'no';
    const tracking = kind.tracking ?? 'no';
    const apart = keptApart(n, place.browser, tracking);
    const size = 8 + Math.floor(random() * 90);
    cookies.push({
      reason: kind.reason,
      created,
      lastUsed,
      expires,
      row: {
        id: { scan: 1, store: place.at, row: n },
        name: kind.name,
        host: kind.script ? `.${host}`.replace('..', '.') : host,
        site: site(host),
        path: '/',
        browser: place.browser,
        browser_name: place.name,
        profile: place.profile,
        partition: apart.partition,
        partition_site: apart.site,
        container: apart.container,
        left_over: false,
        lifetime: life === 0 ? 'session' : 'persistent',
        purpose: kind.purpose,
        tracking,
        tracker: tracking === 'cross_site' && signIn === 'no',
        sign_in: signIn,
        company: kind.company,
        created: rfc(created),
        last_used: rfc(lastUsed),
        updated: rfc(lastUsed),
        expires: expires === 0 ? null : rfc(expires),
        expired: expires !== 0 && expires < now,
        size_min: size,
        size_max: place.browser === 'firefox' ? size : size + 15,
        secure: random() < 0.8,
        http_only: kind.httpOnly ?? false,
        host_only: !kind.script && !host.startsWith('.'),
        same_site: tracking === 'cross_site' ? 'none' : pick(['lax', 'unspecified', 'strict'], random()),
        set_by: place.browser === 'firefox' ? 'unknown' : kind.script ? 'script' : 'server',
        context: kind.hosts === SITES ? 'first_party' : tracking === 'cross_site' ? 'third_party' : 'unknown',
        visited: kind.hosts === SITES ? 'yes' : tracking === 'cross_site' ? 'no' : 'unknown',
        browser_rule: site(host) === 'bergladen.example' ? 'allow' : 'none',
        marks: kind.days > 395 ? ['long_lived'] : [],
      },
    });
  }
  if (hostile && cookies.length > 3) {
    const names = ['<img src=x onerror=alert(1)>', 'abc\u202Egnp.exe', 'tab\there\u0000'];
    names.forEach((name, at) => {
      const cookie = cookies[at];
      if (cookie) cookie.row = { ...cookie.row, name, host: '.aaa-hostile.example', site: 'aaa-hostile.example' };
    });
  }
  return cookies;
}
