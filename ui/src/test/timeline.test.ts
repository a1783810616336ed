import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { columnAt, pieces, tallest } from '../lib/components/stack';
import { timeline } from '../state/timeline.svelte';
import { table } from '../state/table.svelte';
import { open } from './open';

describe('the timeline', () => {
  it('chooses a stretch by keyboard, says it in words and hands it on', async () => {
    await open({}, 'timeline');
    const edges = await screen.findAllByRole('slider');
    expect(edges).toHaveLength(6);
    const user = userEvent.setup();
    edges[0]?.focus();
    await user.keyboard('{PageUp}{ArrowRight}');
    const bar = await screen.findByTestId('brush-bar');
    expect(timeline.brush?.axis).toBe('set');
    await waitFor(() => expect(bar.textContent).toMatch(/set between .* trackers of \d+ compan/));
    await user.click(within(bar).getByRole('button', { name: 'Show' }));
    await waitFor(() => expect(table.filter.set).toEqual(timeline.brush?.span));
    expect(table.total).toBe(timeline.data?.selected.cookies);
  });

  it('has a table with the numbers of the charts', async () => {
    await open({}, 'timeline');
    await userEvent.setup().click(await screen.findByTestId('table-twin'));
    const tables = screen.getByTestId('timeline-tables');
    expect(within(tables).getAllByRole('table')).toHaveLength(3);
    expect(within(tables).getAllByRole('button').filter((link) => link.tabIndex === 0)).toHaveLength(3);
    const [first, second] = within(within(tables).getAllByRole('table')[0] as HTMLElement).getAllByRole('button');
    first?.focus();
    await userEvent.setup().keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(second);
    expect([first?.tabIndex, second?.tabIndex]).toEqual([-1, 0]);
  });
});

describe('a stacked chart', () => {
  const columns = [{ counts: [1, 2], selected: [1, 0] }, { counts: [0, 4], selected: [0, 4] }];

  it('stacks each column to its sum', () => {
    const top = tallest(columns, [true, true]);
    expect(top).toBe(4);
    const first = pieces(columns, ['a', 'b'], [true, true], top, 200, 100, 'counts').filter((piece) => piece.column === 0);
    expect(Math.min(...first.map((piece) => piece.y))).toBeLessThanOrEqual(26);
  });

  it('leaves out hidden series and what is not chosen', () => {
    expect(pieces(columns, ['a', 'b'], [false, true], 4, 200, 100, 'counts').every((piece) => piece.series === 'b')).toBe(true);
    expect(pieces(columns, ['a', 'b'], [true, true], 4, 200, 100, 'selected').map((piece) => `${piece.column}${piece.series}`)).toEqual(['0a', '1b']);
  });

  it('finds the column under a position', () => {
    expect(columnAt(-5, 100, 4)).toBe(0);
    expect(columnAt(60, 100, 4)).toBe(2);
    expect(columnAt(500, 100, 4)).toBe(3);
  });
});
