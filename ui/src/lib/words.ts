// From the engine's words and keys to sentences of the catalogue.

import type { ContainerView, ErrorView, Sentence } from './bindings';
import { m } from './paraglide/messages.js';
import { isolated, visible } from './text';

type Worded = (params: Record<string, string | number>) => string;

function lookUp(key: string): Worded | undefined {
  return Object.hasOwn(m, key) ? (m as unknown as Record<string, Worded>)[key] : undefined;
}

/** A message by its key; a word the catalogue does not know is shown as it is rather than left out. */
export function word(prefix: string, name: string, params: Record<string, string> = {}): string {
  return lookUp(`${prefix}_${name}`)?.(safe(params)) ?? name.replaceAll('_', ' ');
}

/** A message that may be missing. */
export function maybe(key: string, params: Record<string, string> = {}): string | undefined {
  return lookUp(key)?.(safe(params));
}

export function say(sentence: Sentence): string {
  return lookUp(sentence.key)?.(safe(sentence.params)) ?? visible(sentence.key);
}

/** What a container is called; Firefox's own in the person's language. */
export function containerName(container: ContainerView): string {
  return container.name === null
    ? word('container', container.kind, { number: String(container.number) })
    : isolated(container.name, 40);
}

export function sayError(error: ErrorView): string {
  return lookUp(`error_${error.code}`)?.(safe(error.params)) ?? m.ui_error_unexpected();
}

/**
 * Parameters may come from foreign stores; isolated, they cannot turn the sentence around. A count is a number, by
 * which the sentence takes its singular or plural.
 */
function safe(params: Record<string, string>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(params).map(([key, value]) =>
    [key, /^\d{1,15}$/.test(value) ? Number(value) : `\u2068${visible(value)}\u2069`]));
}
