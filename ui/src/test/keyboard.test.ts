// Every screen by keyboard alone: how many stops there are, and that Escape leads back to where one came from.

import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { careful } from '../state/desk.svelte';
import { SCREENS } from '../state/route.svelte';
import { table } from '../state/table.svelte';
import { timeline } from '../state/timeline.svelte';
import { open } from './open';

const READY = {
  overview: 'clear-trackers', timeline: 'table-twin', cookies: 'cookie-row', clean: 'plan-row', browsers: 'folder-input',
} as const;

describe('the keyboard', () => {
  it.each(SCREENS)('walks through a screen in few steps, each of them named: %s', async (name) => {
    await open({ cookies: 5_000 }, name);
    await screen.findAllByTestId(READY[name]);
    const user = userEvent.setup();
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    const stops: Element[] = [];
    for (;;) {
      await user.tab();
      const at = document.activeElement;
      if (!at || at === document.body || stops.includes(at)) break;
      stops.push(at);
      expect(stops.length, 'a list is one stop, whatever its length').toBeLessThan(80);
    }
    for (const stop of stops) {
      const named = stop.getAttribute('aria-label') ?? stop.getAttribute('aria-labelledby') ?? stop.textContent.trim();
      const labelled = stop instanceof HTMLInputElement ? (stop.labels?.[0]?.textContent ?? '') : '';
      expect(`${named}${labelled}`, stop.outerHTML.slice(0, 200)).not.toBe('');
    }
    expect(stops).toContain(screen.getByTestId('settings'));
    expect(stops).toContain(screen.getByTestId('search'));
    if (name === 'clean') expect(stops).toContain(screen.getByTestId('plan-confirm'));
  });

  it('turns and unfolds the lines of a plan', async () => {
    await open({}, 'clean');
    await screen.findAllByTestId('plan-row');
    const user = userEvent.setup();
    const grid = screen.getByRole('grid');
    grid.focus();
    await waitFor(() => expect(grid.getAttribute('aria-activedescendant')).not.toBeNull());
    const lineAt = (): HTMLElement => {
      const line = document.getElementById(grid.getAttribute('aria-activedescendant') ?? '');
      if (!line) throw new Error('no line is active');
      return line;
    };
    expect(within(lineAt()).getByRole('switch').getAttribute('aria-label')).toContain('Google');
    await user.keyboard('{ArrowDown}');
    const before = careful.plan?.clear ?? 0;
    expect(lineAt().getAttribute('aria-selected')).toBe('true');
    await user.keyboard(' ');
    await waitFor(() => expect(careful.plan?.clear).toBe(before - 1));
    await waitFor(() => expect(lineAt().getAttribute('aria-selected')).toBe('false'));
    await user.keyboard(' ');
    await waitFor(() => expect(careful.plan?.clear, 'the second press takes the first back').toBe(before));
    expect(document.activeElement).toBe(grid);
    await user.keyboard('{End}');
    fireEvent.scroll(grid);
    await waitFor(lineAt);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(within(lineAt()).getByRole('button').getAttribute('aria-expanded')).toBe('true'));
  });

  it('leaves settings by Escape from the button and by walking on', async () => {
    await open();
    const user = userEvent.setup();
    const opener = screen.getByTestId('settings');
    await user.click(opener);
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(document.activeElement).toBe(opener);
    await user.click(opener);
    await screen.findByRole('dialog');
    await user.tab({ shift: true });
    await waitFor(() => expect(screen.queryByRole('dialog'), 'nothing that has the focus is covered').toBeNull());
  });

  it('leaves the question of the one button by Escape, back to that button', async () => {
    await open();
    const user = userEvent.setup();
    await user.click(screen.getByTestId('clear-trackers'));
    await waitFor(() => expect(document.activeElement).toBe(screen.queryByTestId('confirm-clear')));
    await user.keyboard('{Escape}');
    await waitFor(() => expect(document.activeElement).toBe(screen.queryByTestId('clear-trackers')));
    expect(screen.queryByTestId('confirm-clear')).toBeNull();
  });

  it('goes on at the name of a screen that a button led to', async () => {
    await open();
    await userEvent.setup().click(screen.getByTestId('review'));
    await screen.findAllByTestId('plan-row');
    expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 }));
  });

  it('closes the drawer from inside, back to the table', async () => {
    await open({}, 'cookies');
    await screen.findAllByTestId('cookie-row');
    const user = userEvent.setup();
    const grid = screen.getByRole('grid');
    grid.focus();
    await user.keyboard('{Enter}');
    const drawer = await screen.findByTestId('cookie-drawer');
    while (!drawer.contains(document.activeElement)) {
      expect(document.activeElement, 'the drawer comes after the table').not.toBe(document.body);
      await user.tab();
    }
    await user.keyboard('{Escape}');
    await waitFor(() => expect(table.open).toBeUndefined());
    expect(document.activeElement).toBe(grid);
  });

  it('takes a stretch of the timeline back by Escape', async () => {
    await open({}, 'timeline');
    const [edge] = await screen.findAllByRole('slider');
    edge?.focus();
    const user = userEvent.setup();
    await user.keyboard('{PageUp}');
    await waitFor(() => expect(timeline.brush).not.toBeNull());
    await user.keyboard('{Escape}');
    await waitFor(() => expect(timeline.brush).toBeNull());
  });
});
