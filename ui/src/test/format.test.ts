import { afterEach, describe, expect, it } from 'vitest';

import { bytes } from '../lib/format';
import { language } from '../lib/locale.svelte';

describe('sizes', () => {
  afterEach(() => language.settle('en', 'en-GB'));

  it('have a plural where their unit is a word', () => {
    expect([1, 601, 20_480, 3_400_000].map(bytes)).toEqual(['1 byte', '601 bytes', '20 kB', '3.4 MB']);
  });

  it('are said in German as Germans do', () => {
    language.settle('de', 'de-DE');
    expect([1, 601].map((size) => bytes(size).replace('\u00a0', ' '))).toEqual(['1 Byte', '601 Byte']);
  });
});
