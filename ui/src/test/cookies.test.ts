import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { table } from '../state/table.svelte';
import { open } from './open';

const rows = (): HTMLElement[] => screen.queryAllByTestId('cookie-row');

describe('the table of cookies', () => {
  it('shows a name that looks like markup as text', async () => {
    await open({}, 'cookies');
    await waitFor(() => expect(rows()[0]?.textContent).toContain('<img src=x onerror=alert(1)>'));
    expect(document.querySelector('img'), 'a foreign name must never become an element').toBeNull();
  });

  it('makes turned-around and invisible characters visible', async () => {
    await open({}, 'cookies');
    await waitFor(() => expect(rows()[1]?.textContent).toContain('abc⟨U+202E⟩gnp.exe'));
    expect(document.body.innerHTML, 'labels and titles included').not.toContain('\u202e');
  });

  it('holds no more rows than are visible and twenty, whatever the number', async () => {
    await open({ cookies: 100_000 }, 'cookies');
    const visible = Math.ceil(600 / 44);
    await waitFor(() => expect(rows().length).toBeGreaterThan(5));
    expect(table.total).toBe(100_000);
    expect(rows().length).toBeLessThanOrEqual(visible + 20);
    const grid = screen.getByRole('grid');
    grid.focus();
    await userEvent.setup().keyboard('{End}');
    expect(table.active).toBe(99_999);
    fireEvent.scroll(grid);
    await waitFor(() => expect(rows().some((row) => row.getAttribute('aria-rowindex') === '100001')).toBe(true));
    expect(rows().length).toBeLessThanOrEqual(visible + 20);
  });

  it('reaches the last of a million rows, beyond what one element can be tall', async () => {
    const host = await open({}, 'cookies');
    const [model] = (await host.cookies({ filter: table.filter, sort: table.sort, offset: 0, limit: 1 })).rows;
    if (!model) throw new Error('the invented host has cookies');
    host.cookies = (query) => Promise.resolve({
      scan: 1, total: 1_000_000, trackers: 0,
      rows: Array.from({ length: Math.min(query.limit, 1_000_000 - query.offset) }, (_, at) =>
        ({ ...model, name: `n${query.offset + at}`, id: { ...model.id, row: query.offset + at } })),
    });
    table.ask();
    await waitFor(() => expect(table.total).toBe(1_000_000));
    const grid = await screen.findByRole('grid');
    grid.focus();
    await userEvent.setup().keyboard('{End}');
    fireEvent.scroll(grid);
    await waitFor(() => expect(rows().some((row) => row.textContent.includes('n999999'))).toBe(true));
    expect(grid.scrollTop).toBeLessThan(30_000_100);
    expect(rows().length).toBeLessThanOrEqual(Math.ceil(600 / 44) + 20);
  });

  it('is moved through by keyboard; Enter explains, Escape closes', async () => {
    await open({}, 'cookies');
    await waitFor(() => expect(rows().length).toBeGreaterThan(5));
    const user = userEvent.setup();
    const grid = screen.getByRole('grid');
    grid.focus();
    await user.keyboard('{ArrowDown}{ArrowDown}');
    expect(table.active).toBe(2);
    expect(grid.getAttribute('aria-activedescendant'), 'a screen reader follows the active row').toBe(rows()[2]?.id);
    await user.keyboard('{PageDown}');
    expect(table.active).toBeGreaterThan(10);
    await user.keyboard('{Home}{Enter}');
    const drawer = await screen.findByTestId('cookie-drawer');
    expect(drawer.textContent).toContain('<img src=x onerror=alert(1)>');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByTestId('cookie-drawer')).toBeNull());
  });

  it('explains a cookie: purpose, reason, source, lifetime', async () => {
    await open({}, 'cookies');
    await userEvent.setup().type(await screen.findByTestId('search'), 'user_session');
    await waitFor(() => expect(rows()[0]?.textContent).toContain('user_session'));
    await userEvent.setup().click(rows()[0] as HTMLElement);
    const drawer = await screen.findByTestId('cookie-drawer');
    for (const part of ['github.com', 'Necessary', 'HttpOnly', 'Lifetime', 'Rule:']) expect(drawer.textContent).toContain(part);
  });

  it('sorts by a header and says so', async () => {
    await open({}, 'cookies');
    await waitFor(() => expect(rows().length).toBeGreaterThan(5));
    await userEvent.setup().click(screen.getByTestId('sort-name'));
    expect(screen.getByTestId('sort-name').closest('[role=columnheader]')?.getAttribute('aria-sort')).toBe('ascending');
    await waitFor(() => expect(rows()[0]?.textContent).toContain('<img'));
    await userEvent.setup().click(screen.getByTestId('sort-name'));
    await waitFor(() => expect(rows()[0]?.textContent).toContain('xs'));
  });

  it('filters by a chip, and the numbers follow', async () => {
    await open({}, 'cookies');
    await userEvent.setup().click(await screen.findByTestId('filter-trackers'));
    await waitFor(() => expect(table.total).toBe(table.trackers));
    expect(table.total).toBeGreaterThan(0);
  });

  it('hands a selection to the clean-up', async () => {
    const host = await open({}, 'cookies');
    await waitFor(() => expect(rows().length).toBeGreaterThan(5));
    const user = userEvent.setup();
    await user.click(within(rows()[0] as HTMLElement).getByRole('checkbox'));
    await user.keyboard('{Shift>}');
    await user.click(within(rows()[3] as HTMLElement).getByRole('checkbox'));
    await user.keyboard('{/Shift}');
    await waitFor(() => expect(table.selected).toBe(4));
    await user.click(screen.getByTestId('clear-selected'));
    await waitFor(() => expect(screen.getByTestId('plan-confirm').textContent).toContain('4'));
    expect(host.calls).not.toContain('clean');
  });

  it('takes the search from every screen by Ctrl K', async () => {
    await open();
    await userEvent.setup().keyboard('{Control>}k{/Control}');
    expect(document.activeElement).toBe(screen.getByTestId('search'));
  });
});
