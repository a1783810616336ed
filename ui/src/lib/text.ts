// Text that other people's programs wrote: names, hosts, paths. It is only ever shown as text; what would be
// invisible or turn the line around is made visible first.

// Controls, bidi marks and overrides, zero-width characters, line separators, tags, and lone halves of pairs.
// eslint-disable-next-line no-control-regex -- these are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/** A megabyte of name helps nobody and costs the layout dearly. */
const LONGEST = 400;

export function visible(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return shown.replace(UNSEEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\u27e8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27e9`;
  });
}

/** The same for a place that takes no element: part of a sentence, a title, a label. Isolated from what surrounds it. */
export function isolated(text: string, longest = 80): string {
  return `\u2068${visible(text.length > longest ? `${text.slice(0, longest)}…` : text)}\u2069`;
}
