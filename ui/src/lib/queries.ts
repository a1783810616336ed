// Empty questions to start from.

import type { Filter } from './bindings';

export function emptyFilter(): Filter {
  return {
    text: '', browsers: [], purposes: [], tracking: [], sign_in: [], lifetime: null, trackers_only: false,
    expired_only: false, left_over: false, company: null, site: null, set: null, last_used: null, expires: null,
  };
}
