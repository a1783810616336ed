import { describe, expect, it } from 'vitest';

import de from '../../../crates/app/messages/de.json';
import en from '../../../crates/app/messages/en.json';
import { m } from '../lib/paraglide/messages.js';
import { PURPOSES } from '../lib/purposes';
import { say, word } from '../lib/words';

const placeholders = (message: unknown): string[] =>
  [...new Set(JSON.stringify(message).match(/\{\w+\}/g) ?? [])].filter((name) => name !== '{count}').sort();

describe('the catalogue', () => {
  it('says everything in both languages, with the same placeholders', () => {
    expect(Object.keys(de)).toEqual(Object.keys(en));
    const other: Record<string, unknown> = de;
    for (const [key, message] of Object.entries(en)) expect([key, placeholders(other[key])]).toEqual([key, placeholders(message)]);
  });

  it('was compiled whole', () => {
    const ours = Object.keys(en).filter((key) => !key.startsWith('cli_') && !key.startsWith('shell_'));
    expect(ours.filter((key) => !Object.hasOwn(m, key))).toEqual([]);
    expect(ours.length).toBeGreaterThan(300);
  });

  it('has a word for every purpose, state and verdict', () => {
    for (const [prefix, names] of Object.entries({
      purpose: PURPOSES, tracking: ['no', 'single_site', 'likely', 'cross_site'], sign_in: ['no', 'likely', 'yes'],
      lifetime: ['session', 'persistent'], state: ['read', 'in_use', 'needs_permission', 'damaged', 'not_supported', 'found', 'no_stores'],
      confidence: ['low', 'medium', 'high', 'certain'], source: ['nothing', 'person', 'own_rule', 'open_cookie_database', 'third_party_web', 'evidence'],
      preset: ['trackers', 'everything_but_sign_ins', 'everything', 'selection'],
      run_state: ['done', 'unfinished', 'undone', 'partly_undone', 'expired'],
    })) {
      for (const name of names) expect(Object.hasOwn(m, `${prefix}_${name}`), `${prefix}_${name}`).toBe(true);
    }
  });
});

describe('wording', () => {
  it('takes the singular for one', () => {
    expect(say({ key: 'note_same_elsewhere', params: { count: '1' } })).toMatch(/1 other place[^s]/);
    expect(say({ key: 'note_same_elsewhere', params: { count: '3' } })).toMatch(/3 other places/);
  });

  it('keeps a foreign name from turning the sentence around', () => {
    const said = say({ key: 'reason_listed_name', params: { name: 'a\u202Eb', site: 's', company: '' } });
    expect(said).toContain('\u2068a⟨U+202E⟩b\u2069');
  });

  it('shows a word it does not know instead of nothing', () => {
    expect(word('state', 'brand_new')).toBe('brand new');
  });
});
