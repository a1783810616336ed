// The first thing that runs: host, language and theme, then the screen. The scan starts beside them.

import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';

import { mount } from 'svelte';

import App from './App.svelte';
import Fault from './Fault.svelte';
import { chooseHost } from './host';
import { program } from './state/program.svelte';

async function begin(): Promise<void> {
  const target = document.getElementById('app');
  if (!target) return;
  if (!(await chooseHost())) {
    mount(Fault, { target, props: { what: 'outside' } });
    return;
  }
  try {
    // The font first: laying out in a stand-in for every weight and size takes longer than fetching it.
    const lettered = document.fonts.load('1em "Inter Variable"');
    const scanned = program.rescan();
    await program.start();
    // A quick scan is on the first picture; a slow one shows its progress instead of nothing.
    await Promise.race([Promise.allSettled([scanned, lettered]), new Promise((late) => setTimeout(late, 150))]);
    mount(App, { target });
  } catch (thrown) {
    mount(Fault, { target, props: { what: 'start', detail: thrown instanceof Error ? thrown.message : JSON.stringify(thrown) } });
    program.tellPainted();
  }
}

void begin();
