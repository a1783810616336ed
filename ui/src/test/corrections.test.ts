import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';

import { program } from '../state/program.svelte';
import { table } from '../state/table.svelte';
import { open } from './open';

const trackers = (): number => program.overview?.counts.trackers ?? -1;

/** Opens the drawer of the first tracker and asks the question. */
async function ask(): Promise<ReturnType<typeof userEvent.setup>> {
  table.show({ trackers_only: true });
  await waitFor(() => expect(screen.getAllByTestId('cookie-row').length).toBeGreaterThan(3));
  const user = userEvent.setup();
  await user.click(screen.getAllByTestId('cookie-row')[0] as HTMLElement);
  await user.click(await screen.findByTestId('correct-open'));
  return user;
}

async function faults(): Promise<string[]> {
  const found = await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } });
  return found.violations.map((fault) => `${fault.id}: ${fault.nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`);
}

describe('a correction', () => {
  it('says what it would change, changes it, and is taken back, with the drawer open all the while', async () => {
    const host = await open({}, 'cookies');
    const before = trackers();
    const user = await ask();
    expect(screen.getByTestId<HTMLButtonElement>('correct-save').disabled, 'nothing is chosen yet').toBe(true);
    await user.click(screen.getByTestId('correct-sign_in'));
    await waitFor(() => expect(screen.getByTestId('correct-effect').textContent).toMatch(/no longer cleared/));
    const name = table.open?.row.name ?? '';
    expect(host.calls.some((call) => call.startsWith('correct')), 'asking notes nothing').toBe(false);
    await user.click(screen.getByTestId('correct-save'));
    const said = await screen.findByTestId('you-said');
    expect(said.textContent).toContain('keeps me signed in');
    expect(said.textContent, 'what the sources say is still there').toContain('rules/companies/google.toml');
    expect(trackers()).toBeLessThan(before);
    expect(table.open?.row.name, 'the drawer stays with its cookie').toBe(name);
    await user.click(within(said).getByTestId('take-back'));
    await waitFor(() => expect(screen.queryByTestId('you-said')).toBeNull());
    expect(trackers(), 'as before').toBe(before);
    expect(screen.getByTestId('cookie-drawer').textContent).toContain(name);
  });

  it('warns that clearing may sign out before a sign-in is called none', async () => {
    await open({}, 'cookies');
    const user = await ask();
    await user.click(screen.getByTestId('correct-not_sign_in'));
    await waitFor(() => expect(screen.getByTestId('correct-effect').textContent).toMatch(/clearing it signs you out/));
  });

  it('takes only companies that are known, in any case', async () => {
    const host = await open({}, 'cookies');
    const user = await ask();
    await user.click(screen.getByTestId('correct-company'));
    await user.type(screen.getByTestId('correct-company-which'), 'nobody & sons');
    expect(screen.getByTestId<HTMLButtonElement>('correct-save').disabled).toBe(true);
    await user.clear(screen.getByTestId('correct-company-which'));
    await user.type(screen.getByTestId('correct-company-which'), 'hotjar');
    await user.click(screen.getByTestId('correct-for-site'));
    await user.click(screen.getByTestId('correct-save'));
    await screen.findByTestId('you-said');
    expect(host.calls).toContain('correct site company Hotjar');
  });

  it('is made by keyboard, and Escape goes back step by step', async () => {
    await open({}, 'cookies');
    const user = await ask();
    expect(document.activeElement?.getAttribute('type'), 'the keyboard is on the question').toBe('radio');
    await user.keyboard('{Escape}');
    expect(screen.queryByTestId('correct')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('correct-open'));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId('cookie-drawer')).toBeNull());
  });

  it('is usable without seeing it, asked and said', async () => {
    await open({}, 'cookies');
    const user = await ask();
    await user.click(screen.getByTestId('correct-company'));
    expect(await faults()).toEqual([]);
    await user.click(screen.getByTestId('correct-purpose'));
    await user.click(screen.getByTestId('correct-save'));
    await screen.findByTestId('you-said');
    await user.click(screen.getByTestId('settings'));
    await screen.findByTestId('said-list');
    expect(await faults()).toEqual([]);
  });
});

describe('the settings', () => {
  it('list what was said and take a file in, or say why not', async () => {
    await open({}, 'cookies');
    const user = await ask();
    await user.click(screen.getByTestId('correct-not_tracking'));
    await user.click(screen.getByTestId('correct-save'));
    await screen.findByTestId('you-said');
    await user.click(screen.getByTestId('settings'));
    await user.click(await screen.findByTestId('said-take-back'));
    await screen.findByTestId('said-none');
    await user.click(screen.getByTestId('export'));
    await waitFor(() => expect(screen.getByTestId('carry-result').textContent).toContain('/home/robin/crumbwise-settings.json'));
    await user.upload(screen.getByTestId('import'), new File(['no json'], 'mine.json', { type: 'application/json' }));
    expect((await screen.findByTestId('error')).textContent).toContain('Nothing was changed');
    await user.upload(screen.getByTestId('import'), new File(['{}'], 'mine.json', { type: 'application/json' }));
    await waitFor(() => expect(screen.getByTestId('carry-result').textContent).toMatch(/1 was so already/));
    expect(screen.getByTestId('carry-result').textContent).not.toContain('Left out');
    const folders = new File([JSON.stringify({ folders: ['~/old', 'D:\\profile'] })], 'mine.json', { type: 'application/json' });
    await user.upload(screen.getByTestId('import'), folders);
    await waitFor(() => expect(screen.getByTestId('carry-result').textContent).toMatch(/Left out.*D:\\profile/s));
  });
});
