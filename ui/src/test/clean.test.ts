import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { careful } from '../state/desk.svelte';
import { open } from './open';

describe('the clean-up', () => {
  it('plans the trackers first and clears what the button says', async () => {
    await open({}, 'clean');
    const confirm = await screen.findByTestId('plan-confirm');
    await waitFor(() => expect(screen.getAllByTestId('plan-row').length).toBeGreaterThan(3));
    const said = Number(/[\d,]+/.exec(confirm.textContent)?.[0].replace(',', ''));
    await userEvent.setup().click(confirm);
    const result = await screen.findByTestId('result');
    expect(result.textContent).toContain(`${said} cookies cleared`);
    await userEvent.setup().click(within(result).getByTestId('undo'));
    await waitFor(() => expect(screen.getByTestId('result').textContent).toContain(`${said} cookies are back`));
  });

  it('says that nothing is cleared where nothing could be read', async () => {
    await open({}, 'clean');
    expect((await screen.findByTestId('effect-unread')).textContent).toContain('2 stores could not be read');
  });

  it('says which sites everything would sign out of', async () => {
    await open({}, 'clean');
    await userEvent.setup().click(await screen.findByTestId('preset-everything'));
    await waitFor(() => expect(screen.getAllByText(/Signs you out of \d+ sites/).length).toBeGreaterThan(1));
  });

  it('changes a single row and counts again', async () => {
    await open({}, 'clean');
    await waitFor(() => expect(screen.getAllByTestId('plan-row').length).toBeGreaterThan(3));
    const before = careful.plan?.clear ?? 0;
    await userEvent.setup().click(within(screen.getAllByTestId('plan-row')[0] as HTMLElement).getByRole('switch'));
    await waitFor(() => expect(careful.plan?.clear).toBe(before - 1));
  });

  it('turns a whole group off and on again, and never a sign-in with it', async () => {
    await open({}, 'clean');
    const google = async (): Promise<HTMLElement> => screen.findByRole('switch', { name: /cookies of .*Google/ });
    const user = userEvent.setup();
    await google();
    const before = careful.plan?.clear ?? 0;
    await user.click(await google());
    await waitFor(() => expect(careful.plan?.clear).toBeLessThan(before));
    await waitFor(async () => expect((await google()).getAttribute('aria-checked'), 'it stays where it stands').toBe('false'));
    await user.click(await google());
    await waitFor(() => expect(careful.plan?.clear).toBeGreaterThanOrEqual(before));
    expect(careful.plan?.effects.signs_out.filter((site) => site.sign_in === 'yes')).toEqual([]);
    expect(careful.request?.toggles).toHaveLength(1);
  });

  it('unfolds what is kept, a page at a time', async () => {
    await open({ cookies: 5_000, state: 'quiet' }, 'clean');
    const user = userEvent.setup();
    const table = await screen.findByRole('grid');
    const rows = (): number => Number(table.getAttribute('aria-rowcount'));
    await waitFor(() => expect(rows()).toBe(2));
    await user.click(within(table).getByRole('button', { name: /show/ }));
    await waitFor(() => expect(rows()).toBeGreaterThan(20));
    const unfolded = rows();
    expect(within(table).queryAllByTestId('plan-row')).toHaveLength(0);
    await user.click(within(table).getAllByRole('button', { name: /show/ })[0] as HTMLElement);
    await waitFor(() => expect(rows()).toBeGreaterThan(unfolded));
    await waitFor(() => expect(within(table).getAllByTestId('plan-row').length).toBeGreaterThan(2));
    expect(within(table).getAllByTestId('plan-row').length).toBeLessThan(40);
  });

  it('keeps a site and takes it off again', async () => {
    await open({}, 'clean');
    const user = userEvent.setup();
    await user.click(within(await screen.findByTestId('clean-kept')).getByRole('radio'));
    await user.type(await screen.findByTestId('keep-input'), 'kochwelt.example');
    await user.click(screen.getByTestId('keep-add'));
    await waitFor(() => expect(screen.getAllByTestId('kept-site').length).toBe(3));
    await user.click(screen.getByRole('button', { name: /Stop keeping .*kochwelt\.example/ }));
    await waitFor(() => expect(screen.getAllByTestId('kept-site').length).toBe(2));
  });

  it('lists what was cleared', async () => {
    await open({}, 'clean');
    await userEvent.setup().click(within(await screen.findByTestId('clean-history')).getByRole('radio'));
    await waitFor(() => expect(screen.getAllByTestId('history-row').length).toBe(2));
  });
});
