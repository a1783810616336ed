// Which host is in use. It is chosen once, before the first screen.

import type { Host } from './host';
import { tauriHost } from './tauri';

export { toErrorView, type Host } from './host';

let current: Host | undefined;

export function setHost(chosen: Host): void {
  current = chosen;
}

export function host(): Host {
  if (!current) throw new Error('no host was chosen before the first call');
  return current;
}

/** Chooses the desktop shell where there is one; elsewhere, and not in the build that ships, the invented host. */
export async function chooseHost(): Promise<boolean> {
  if ('__TAURI_INTERNALS__' in window) {
    setHost(tauriHost);
    return true;
  }
  if (__FAKE_HOST__) {
    const { fakeFromAddress } = await import('./fake');
    setHost(fakeFromAddress(new URLSearchParams(window.location.search)));
    return true;
  }
  return false;
}
