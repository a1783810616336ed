import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';

import { table } from '../state/table.svelte';
import { open } from './open';

describe('where the knowledge comes from', () => {
  it('stands in the settings: every source with version, date and licence', async () => {
    await open({});
    await userEvent.setup().click(screen.getByTestId('settings'));
    const summary = await screen.findByTestId('knowledge');
    expect(summary.closest('details')?.open, 'what is fresh asks for no attention').toBe(false);
    await userEvent.setup().click(summary);
    const text = summary.closest('details')?.textContent ?? '';
    for (const told of ['Open Cookie Database', '3.8.2', '2026-09-23', 'Apache-2.0', 'third-party-web', 'MPL-2.0']) {
      expect(text).toContain(told);
    }
    expect(text).not.toContain('Older than twelve months');
    expect(screen.queryByTestId('knowledge-revert')).toBeNull();
  });

  it('says unasked what is old', async () => {
    await open({ knowledge: 'old' });
    await userEvent.setup().click(screen.getByTestId('settings'));
    const summary = await screen.findByTestId('knowledge');
    const details = summary.closest('details');
    expect(details?.open).toBe(true);
    expect(within(details as HTMLElement).getAllByText('Older than twelve months')).toHaveLength(3);
  });

  it('shows an imported table as such and goes back from it, reading anew', async () => {
    const host = await open({ knowledge: 'imported' });
    await userEvent.setup().click(screen.getByTestId('settings'));
    expect((await screen.findByTestId('knowledge-imported')).textContent).toContain('that you imported');
    const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
    expect(found.violations.map((fault) => fault.id)).toEqual([]);
    const scans = host.calls.filter((call) => call === 'scan').length;
    await userEvent.setup().click(screen.getByTestId('knowledge-revert'));
    await waitFor(() => expect(screen.queryByTestId('knowledge-imported')).toBeNull());
    await waitFor(() => expect(host.calls.filter((call) => call === 'scan').length).toBe(scans + 1));
  });

  it('leads from a verdict to its rule, file and licence', async () => {
    await open({}, 'cookies');
    await waitFor(() => expect(screen.getAllByTestId('cookie-row').length).toBeGreaterThan(3));
    const followed = screen.getAllByTestId('cookie-row').find((row) => row.textContent.includes('Advertising'));
    await userEvent.setup().click(followed as HTMLElement);
    const origin = await screen.findByTestId('origin');
    const rule = table.open?.rule;
    for (const told of [rule?.pattern, rule?.file, rule?.licence, rule?.reference]) {
      expect(told).toBeTruthy();
      expect(origin.textContent).toContain(told);
    }
  });
});
