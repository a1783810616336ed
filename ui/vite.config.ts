import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { svelteTesting } from '@testing-library/svelte/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** The command's and the shell's sentences stand in the same catalogue; the window does not carry them. */
const windowMessages: Plugin = {
  name: 'window-messages',
  transform: (code, id) =>
    id.endsWith('/paraglide/messages/_index.js') ? code.replace(/^export \* from '\.\/(cli|shell)_.*$/gm, '') : null,
};

export default defineConfig(({ mode }) => ({
  // Paths stay relative to the page: the shell serves the folder under its own scheme.
  base: './',
  plugins: [
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/lib/paraglide',
      strategy: ['globalVariable', 'baseLocale'],
    }),
    windowMessages,
    svelte(),
    svelteTesting(),
  ],
  define: {
    // The invented host is for a plain browser only; the build that ships does not contain it.
    __FAKE_HOST__: JSON.stringify(mode !== 'production'),
  },
  build: {
    outDir: mode === 'production' ? 'dist' : 'dist-fake',
    target: 'es2022',
    modulePreload: { polyfill: false },
    // A font or icon written into the style sheet as `data:` would be refused by the content security policy.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
  },
  server: { port: 5180, strictPort: true, host: '127.0.0.1' },
  preview: { port: 5181, strictPort: true, host: '127.0.0.1' },
  test: {
    environment: 'jsdom',
    setupFiles: ['./src/test/setup.ts'],
    include: ['src/**/*.test.ts'],
    restoreMocks: true,
    testTimeout: 30_000,
  },
}));
