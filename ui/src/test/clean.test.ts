import { screen, waitFor, within } from '@testing-library/svelte';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';

import { Lines } from '../lib/plans';
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

describe('the lines of a plan', () => {
  const group = (label: string, clear: number, keep: number): { label: string; company: boolean; clear: number; keep: number; browsers: number } =>
    ({ label, company: true, clear, keep, browsers: 1 });

  it('show every row once when all is unfolded', () => {
    const groups = [group('a', 3, 2), group('b', 2, 40), group('c', 0, 7)];
    const lines = new Lines(groups, new Set(['b', 'c']), true);
    const seen = Array.from({ length: lines.total }, (_, at) => lines.at(at)).flatMap((line) => (line?.kind === 'row' ? [line.row] : []));
    expect(seen).toEqual(Array.from({ length: 54 }, (_, at) => at));
  });

  it('fold what is kept', () => {
    const lines = new Lines([group('a', 3, 2), group('b', 2, 40), group('c', 0, 7)], new Set(), false);
    const kinds = Array.from({ length: lines.total }, (_, at) => lines.at(at)?.kind);
    expect(kinds).toEqual(['group', 'row', 'row', 'row', 'row', 'row', 'group', 'row', 'row', 'kept', 'rest']);
    expect(lines.at(lines.total)).toBeUndefined();
  });
});
