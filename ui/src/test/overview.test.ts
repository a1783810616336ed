import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { number } from '../lib/format';
import { program } from '../state/program.svelte';
import { open } from './open';

describe('the overview', () => {
  it('says how many of all cookies follow, and the button carries the same number', async () => {
    const host = await open();
    const { counts } = await host.overview();
    expect(screen.getByTestId('headline').textContent).toContain(`${number(counts.trackers)} of your ${number(counts.cookies)} cookies`);
    expect(screen.getByTestId('clear-trackers').textContent).toContain(number(counts.trackers));
  });

  it('lists every browser with its state and says what to do about a damaged one', async () => {
    await open();
    const cards = screen.getAllByTestId('coverage-card');
    expect(cards).toHaveLength(5);
    expect(screen.getByTestId('coverage-apps').textContent).toContain('1 app');
    const edge = cards.find((card) => card.textContent.includes('Microsoft Edge'));
    expect(edge?.textContent, 'a store that was not read must say why').toMatch(/damaged/i);
  });

  it('clears after a confirmation that shows the effects, and brings everything back', async () => {
    const host = await open();
    const user = userEvent.setup();
    const before = (await host.overview()).counts;
    await user.click(screen.getByTestId('clear-trackers'));
    expect(host.calls, 'nothing may be cleared before the confirmation').not.toContain('clean');
    const confirm = await screen.findByTestId('confirm-clear');
    expect(screen.getByText('Signs you out of nothing')).toBeTruthy();
    await user.click(confirm);
    const result = await screen.findByTestId('result');
    expect(result.textContent).toMatch(/\d+ cookies cleared/);
    expect((await host.overview()).counts.trackers).toBeLessThan(before.trackers);
    await user.click(within(result).getByTestId('undo'));
    await waitFor(() => expect(screen.getByTestId('result').textContent).toMatch(/cookies are back/));
    expect((await host.overview()).counts).toEqual(before);
    await waitFor(() => expect(screen.getByTestId('headline').textContent).toContain(number(before.trackers)));
  });

  it('counts what waits for a running browser apart from what goes now', async () => {
    const host = await open({ state: 'running' });
    const { counts } = await host.overview();
    await userEvent.setup().click(screen.getByTestId('clear-trackers'));
    const confirm = await screen.findByTestId('confirm-clear');
    expect(screen.getByText('Brave is running')).toBeTruthy();
    const now = Number(/\d+/.exec(confirm.textContent)?.[0]);
    expect(now).toBeGreaterThan(0);
    expect(now).toBeLessThanOrEqual(counts.trackers_clearable);
  });

  it('asks again when the plan that was confirmed is no longer the present one', async () => {
    const host = await open();
    const user = userEvent.setup();
    await user.click(screen.getByTestId('clear-trackers'));
    await screen.findByTestId('confirm-clear');
    await host.plan({ selection: { kind: 'preset', preset: 'everything' }, toggles: [] });
    await user.click(screen.getByTestId('confirm-clear'));
    await waitFor(() => expect(screen.getByTestId('error').textContent).toContain('no longer fits'));
    await user.click(await screen.findByTestId('confirm-clear'));
    await screen.findByTestId('result');
    expect(host.calls.filter((call) => call === 'clean')).toHaveLength(2);
  });

  it('offers to undo or finish what a crash left', async () => {
    const host = await open({ state: 'unfinished' });
    expect(screen.getByTestId('unfinished').textContent).toContain('112');
    await userEvent.setup().click(screen.getByTestId('unfinished-finish'));
    await screen.findByTestId('result');
    expect(host.calls).toContain('finish');
    await waitFor(() => expect(screen.queryByTestId('unfinished')).toBeNull());
  });

  it('offers sample data where there is no browser', async () => {
    const host = await open({ state: 'none' });
    await userEvent.setup().click(screen.getByTestId('use-sample'));
    await waitFor(() => expect(screen.getByTestId('clear-trackers')).toBeTruthy());
    expect(host.calls).toContain('use_sample');
  });

  it('does not take a scan of the own browsers for one of the sample', async () => {
    const host = await open({ state: 'scanning', pace: 1 });
    await screen.findByTestId('scanning');
    host.calls.length = 0;
    void program.useSample();
    await waitFor(() => expect(host.calls).toEqual(['use_sample', 'scan']));
    await program.cancel();
    await waitFor(() => expect(program.scanning).toBe(false));
  });

  it('says so when nothing follows', async () => {
    await open({ state: 'quiet' });
    expect(screen.getByTestId('headline').textContent).toContain('None of your');
    expect(screen.queryByTestId('clear-trackers')).toBeNull();
  });

  it('shows a scan with its progress and stops it', async () => {
    await open({ state: 'scanning', pace: 1 });
    await screen.findByTestId('scanning');
    await userEvent.setup().click(screen.getByTestId('cancel-scan'));
    await waitFor(() => expect(screen.getByTestId('error').textContent).toContain('Stopped'));
  });

  it('words an error and lets the person try again', async () => {
    await open({ state: 'failing' });
    expect(screen.getByTestId('error').textContent).toContain('/home/robin/.local/share/crumbwise');
    expect(within(screen.getByTestId('error')).getByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  it('speaks German, with German numbers, and remembers it', async () => {
    const host = await open();
    const user = userEvent.setup();
    await user.click(screen.getByTestId('settings'));
    await user.click(within(screen.getByTestId('language-de')).getByRole('radio'));
    await waitFor(() => expect(screen.getByTestId('headline').textContent).toContain('von 1.284 Cookies'));
    expect(document.documentElement.lang).toBe('de');
    expect(host.calls).toContain('set_setting language de');
  });

  it('changes the theme and remembers it', async () => {
    const host = await open();
    const user = userEvent.setup();
    await user.click(screen.getByTestId('settings'));
    await user.click(within(screen.getByTestId('theme-dark')).getByRole('radio'));
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(host.calls).toContain('set_setting theme dark');
  });

  it('leaves the browsing history alone when told to, and explains anew', async () => {
    const host = await open();
    const user = userEvent.setup();
    await user.click(screen.getByTestId('settings'));
    const toggle = within(screen.getByTestId('use-history')).getByRole('switch');
    expect(toggle.getAttribute('aria-checked')).toBe('true');
    const scans = host.calls.filter((call) => call === 'scan').length;
    await user.click(toggle);
    await waitFor(() => expect(host.calls.filter((call) => call === 'scan').length).toBe(scans + 1));
    expect(host.calls).toContain('set_setting use_history off');
    expect(toggle.getAttribute('aria-checked')).toBe('false');
  });

  it('survives a system whose locale no formatter knows', async () => {
    await open({ locale: 'C' });
    expect(screen.getByTestId('headline').textContent).toContain('1,284');
  });
});
