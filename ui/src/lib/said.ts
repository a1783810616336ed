// What the person said, in words.

import type { CorrectionView } from './bindings';
import { m } from './paraglide/messages.js';
import { isolated } from './text';
import { word } from './words';

/** Which cookies it is about. */
export function saidOf({ covers, name, place }: Pick<CorrectionView, 'covers' | 'name' | 'place'>): string {
  switch (covers) {
    case 'cookie': return m.said_of_cookie({ name: isolated(name), place: isolated(place) });
    case 'name': return m.said_of_name({ name: isolated(name) });
    case 'site': return m.said_of_site({ place: isolated(place) });
  }
}

/** What is said of them. */
export function saidWhat({ axis, answer }: Pick<CorrectionView, 'axis' | 'answer'>): string {
  if (axis === 'purpose') return m.said_purpose({ purpose: word('purpose', answer) });
  if (axis === 'company') return m.said_company({ company: isolated(answer) });
  return word(`said_${axis}`, answer);
}

/** The whole in one line. */
export function saidWhole(correction: CorrectionView): string {
  return `${saidOf(correction)}: ${saidWhat(correction)}`;
}
