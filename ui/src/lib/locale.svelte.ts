// Language and region. Settled from what the shell says before anything formats a number or a date: under `LANG=C`
// the web view calls its language "C", and `Intl` throws on it.

import { overwriteGetLocale, type Locale } from './paraglide/runtime.js';

class Language {
  /** The language of the texts. */
  words = $state<Locale>('en');
  /** The tag that numbers and dates follow: the system's where it speaks the same language. */
  region = $state('en-GB');

  /** Takes the language of the texts and the system's tag; an unusable tag is left out. */
  settle(words: string, system: string): void {
    const chosen: Locale = words === 'de' ? 'de' : 'en';
    this.words = chosen;
    this.region = usable(system) && system.toLowerCase().startsWith(chosen) ? system : chosen === 'de' ? 'de-DE' : 'en-GB';
    document.documentElement.lang = chosen;
  }
}

function usable(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

export const language = new Language();

// Messages read the language through this, so that every sentence on screen follows a change at once.
overwriteGetLocale(() => language.words);
