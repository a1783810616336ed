import { waitFor } from '@testing-library/svelte';
import { expect, it } from 'vitest';

import { program } from '../state/program.svelte';
import { open } from './open';

it('tells the shell that it has painted, and only once', async () => {
  const host = await open();
  await waitFor(() => expect(host.calls).toContain('painted'));
  await program.rescan();
  program.tellPainted();
  await new Promise((later) => setTimeout(later, 200));
  expect(host.calls.filter((call) => call === 'painted'), 'the window is shown once').toHaveLength(1);
});
