// Texts come from the message catalogue. Letters written into a template, or into an attribute that people read or
// hear, are an error.

const HEARD = new Set(['aria-label', 'aria-description', 'aria-valuetext', 'alt', 'label', 'note', 'placeholder', 'text', 'title']);
const LETTERS = /\p{L}{2,}/u;

export default {
  meta: { type: 'problem', schema: [], messages: { literal: 'Text belongs in the message catalogue: {{text}}' } },
  create(context) {
    const check = (node, value) => {
      const text = value.trim();
      if (LETTERS.test(text)) context.report({ node, messageId: 'literal', data: { text } });
    };
    return {
      SvelteText(node) {
        if (node.parent.type !== 'SvelteStyleElement') check(node, node.value);
      },
      SvelteAttribute(node) {
        if (!HEARD.has(node.key.name)) return;
        for (const value of node.value) if (value.type === 'SvelteLiteral') check(value, value.value);
      },
    };
  },
};
