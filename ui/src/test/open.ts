// Opens the whole dashboard on an invented computer, as `main.ts` does on a real one.

import { render } from '@testing-library/svelte';

import App from '../App.svelte';
import { setHost } from '../host';
import { CALM, FakeHost, type Situation } from '../host/fake';
import { careful, quick } from '../state/desk.svelte';
import { program } from '../state/program.svelte';
import { route, type Screen } from '../state/route.svelte';
import { table } from '../state/table.svelte';
import { timeline } from '../state/timeline.svelte';

export async function open(situation: Partial<Situation> = {}, screen: Screen = 'overview'): Promise<FakeHost> {
  const fake = new FakeHost({ ...CALM, ...situation });
  setHost(fake);
  program.overview = undefined;
  program.error = undefined;
  quick.reset();
  careful.reset();
  timeline.brush = null;
  route.go(screen);
  await program.start();
  const scanned = program.rescan();
  if (situation.state !== 'scanning') await scanned;
  table.show({});
  render(App);
  return fake;
}
