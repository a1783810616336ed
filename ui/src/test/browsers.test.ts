import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { table } from '../state/table.svelte';
import { route } from '../state/route.svelte';
import { open } from './open';

async function browser(name: string): Promise<HTMLElement> {
  await screen.findByTestId('folder-input');
  const cards = screen.getAllByTestId('coverage-browser');
  const card = cards.find((one) => within(one).queryByRole('heading', { name }) !== null);
  if (!card) throw new Error(`${name} is not listed`);
  return card;
}

describe('the screen of browsers', () => {
  it('is reached from the overview', async () => {
    await open();
    await userEvent.setup().click(screen.getByTestId('all-browsers'));
    await screen.findByTestId('coverage-sum');
    expect(window.location.hash).toBe('#/browsers');
  });

  it('says of every file its state and what to do', async () => {
    await open({ state: 'running' }, 'browsers');
    const brave = await browser('Brave');
    expect(brave.textContent).toContain('process 4711');
    expect(brave.textContent).toContain('close the browser first');
    const vivaldi = await browser('Vivaldi');
    expect(vivaldi.textContent).toContain('Needs permission');
    expect(vivaldi.textContent).toContain('chmod');
    expect((await browser('Microsoft Edge')).textContent).toContain('damaged');
    expect((await browser('Firefox')).textContent).toContain('Older copy');
    expect(screen.getByTestId('nav-browsers').getAttribute('aria-label')).toContain('2');
  });

  it('keeps apps in a group of their own', async () => {
    await open({}, 'browsers');
    await browser('Slack');
    const apps = screen.getByRole('region', { name: 'Apps with a browser inside' });
    expect(within(apps).getAllByTestId('coverage-browser')).toHaveLength(1);
  });

  it('names containers and leads to their cookies', async () => {
    await open({}, 'browsers');
    const containers = within(await browser('Firefox')).getByTestId('coverage-containers');
    await userEvent.setup().click(within(containers).getByRole('button', { name: /Trip/ }));
    expect(route.screen).toBe('cookies');
    expect(table.filter.text).toBe('Trip');
  });

  it('adds a folder, reads it, and forgets it again', async () => {
    const host = await open({}, 'browsers');
    const user = userEvent.setup();
    await user.type(await screen.findByTestId('folder-input'), '/media/old-disk');
    host.calls.length = 0;
    await user.click(screen.getByTestId('folder-add'));
    await waitFor(() => expect(screen.getByTestId('folder-said').textContent).toContain('/media/old-disk'));
    expect(host.calls).toEqual(['folder_add /media/old-disk', 'scan']);
    await waitFor(() => expect(screen.getAllByTestId('coverage-browser').some((card) => card.textContent.includes('/media/old-disk'))).toBe(true));
    await user.click(screen.getByTestId('folder-remove'));
    await waitFor(() => expect(screen.queryByTestId('folder')).toBeNull());
  });

  it('fills the field with a folder that is chosen and leaves it alone when none is', async () => {
    const host = await open({}, 'browsers');
    const user = userEvent.setup();
    const input = await screen.findByTestId<HTMLInputElement>('folder-input');
    await user.type(input, '~/old');
    host.chosen = null;
    await user.click(screen.getByTestId('folder-choose'));
    await waitFor(() => expect(host.calls).toContain('folder_choose ~/old'));
    expect(input.value).toBe('~/old');
    host.chosen = '/media/chosen';
    await user.click(screen.getByTestId('folder-choose'));
    await waitFor(() => expect(input.value).toBe('/media/chosen'));
    expect(host.calls).not.toContain('folder_add /media/chosen');
    expect(document.activeElement).toBe(input);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(screen.getByTestId('folder-said').textContent).toContain('/media/chosen'));
    expect(host.calls).toContain('folder_add /media/chosen');
  });

  it('says why a folder is refused and keeps what was typed', async () => {
    await open({}, 'browsers');
    const user = userEvent.setup();
    const input = await screen.findByTestId<HTMLInputElement>('folder-input');
    await user.type(input, '/media/empty{Enter}');
    const error = await screen.findByTestId('error');
    expect(error.textContent).toContain('/media/empty');
    expect(error.textContent).toContain('about:profiles');
    expect(input.value).toBe('/media/empty');
  });

  it('offers sample data and folders where no browser was found', async () => {
    await open({ state: 'none' }, 'browsers');
    await screen.findByTestId('use-sample');
    expect(screen.getByTestId('folder-input')).toBeTruthy();
  });
});

describe('the table of cookies', () => {
  it('finds what lies in a container and says so', async () => {
    await open({}, 'cookies');
    table.search('Trip');
    await waitFor(() => expect(screen.getAllByTestId('cookie-row')[0]?.textContent).toContain('Trip'));
  });
});
