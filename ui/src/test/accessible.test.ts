// Structure, names and roles; contrast needs a real layout and is a matter of the tokens (`styles/tokens.css`).

import { screen, waitFor } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';

import { open } from './open';

async function faults(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

describe('every screen is usable without seeing it', () => {
  it('overview, with its question', async () => {
    await open({ state: 'running' });
    await userEvent.setup().click(screen.getByTestId('clear-trackers'));
    await screen.findByTestId('confirm-clear');
    expect(await faults()).toEqual([]);
  });

  it('cookies, with the drawer', async () => {
    await open({}, 'cookies');
    await waitFor(() => expect(screen.getAllByTestId('cookie-row').length).toBeGreaterThan(3));
    await userEvent.setup().click(screen.getAllByTestId('cookie-row')[2] as HTMLElement);
    await screen.findByTestId('cookie-drawer');
    expect(await faults()).toEqual([]);
  });

  it('timeline', async () => {
    await open({}, 'timeline');
    await screen.findAllByRole('slider');
    expect(await faults()).toEqual([]);
  });

  it('browsers', async () => {
    await open({ state: 'running' }, 'browsers');
    await screen.findByTestId('folder-input');
    expect(await faults()).toEqual([]);
  });

  it('clean up', async () => {
    await open({}, 'clean');
    await waitFor(() => expect(screen.getAllByTestId('plan-row').length).toBeGreaterThan(3));
    expect(await faults()).toEqual([]);
  });
});

/** Relative luminance of `#rrggbb`, as WCAG defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe('the colours', () => {
  it('reach 4.5 for text and 3 for charts, light and dark', async () => {
    const { readFileSync } = await import('node:fs');
    const sheet = readFileSync('src/styles/tokens.css', 'utf8');
    const [light = '', dark = ''] = sheet.split("data-theme='dark'");
    for (const [theme, text] of [['light', light], ['dark', dark]] as const) {
      const token = (name: string): string => new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(text)?.[1] ?? '#808080';
      for (const ground of ['paper', 'surface', 'accent-soft', 'warn-soft']) {
        for (const ink of ['ink', 'ink-2', 'ink-3', 'accent', 'warn']) {
          expect(contrast(token(ink), token(ground)), `${theme}: ${ink} on ${ground}`).toBeGreaterThanOrEqual(4.5);
        }
      }
      expect(contrast(token('accent-ink'), token('accent')), theme).toBeGreaterThanOrEqual(4.5);
      for (const purpose of ['advertising', 'social_media', 'analytics', 'functional', 'necessary', 'security', 'unclassified']) {
        expect(contrast(token(purpose), token('surface')), `${theme}: ${purpose}`).toBeGreaterThanOrEqual(3);
      }
    }
  });
});
