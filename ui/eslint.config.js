import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

import noLiteralText from './lint/no-literal-text.js';
import noStyleAttribute from './lint/no-style-attribute.js';
import svelteConfig from './svelte.config.js';

/** What a tier may not reach. Lower tiers know nothing of higher ones. */
function tier(files, forbidden, message) {
  return {
    files,
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [
          { group: forbidden, message },
          { group: ['@tauri-apps/*'], message: 'Only the host port knows the desktop shell.' },
        ],
      }],
    },
  };
}

export default ts.config(
  { ignores: ['dist', 'dist-fake', 'src/lib/paraglide', 'src/lib/bindings', 'project.inlang'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, __FAKE_HOST__: 'readonly' } },
    rules: {
      'no-console': 'error',
      'no-eval': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: { 'no-undef': 'off' },
  },
  { files: ['**/*.ts'], rules: { 'no-undef': 'off' } },
  {
    files: ['**/*.svelte'],
    plugins: { house: { rules: { 'no-literal-text': noLiteralText, 'no-style-attribute': noStyleAttribute } } },
    rules: {
      // What browsers stored is foreign text: it is shown as text, never as markup.
      'svelte/no-at-html-tags': 'error',
      'svelte/button-has-type': 'off',
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/prefer-svelte-reactivity': 'error',
      'svelte/require-each-key': 'error',
      'house/no-literal-text': 'error',
      'house/no-style-attribute': 'error',
    },
  },
  { files: ['src/**/*.{ts,svelte}'], ignores: ['src/host/**'], rules: {
    'no-restricted-imports': ['error', { patterns: [{ group: ['@tauri-apps/*'], message: 'Only the host port knows the desktop shell.' }] }],
  } },
  tier(['src/lib/components/**'], ['**/host', '**/host/**', '**/state/**', '**/features/**', '**/views/**', '**/bindings', '**/bindings/**', '**/words', '**/purposes', '**/paraglide/**'],
    'Components have no domain words, no texts and no host: they are given what they show.'),
  tier(['src/lib/*.ts'], ['**/host', '**/host/**', '**/state/**', '**/features/**', '**/views/**'], 'The library knows neither state nor screens.'),
  tier(['src/state/**'], ['**/features/**', '**/views/**', '**/components/**'], 'State knows nothing of screens.'),
  tier(['src/features/**'], ['**/host', '**/host/**', '**/views/**'], 'Features ask the state, not the host, and know no view.'),
  tier(['src/views/**'], ['**/host', '**/host/**'], 'Views ask the state, not the host.'),
  {
    files: ['src/**/*.test.ts', 'src/test/**'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    files: ['*.js', '*.ts', 'lint/**'],
    languageOptions: { globals: globals.node },
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
);
