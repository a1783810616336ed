// The content security policy has no `unsafe-inline`: a style attribute in the markup would be refused. `style:`
// directives set single properties through the object model and are fine.

export default {
  meta: { type: 'problem', schema: [], messages: { attribute: 'A style attribute is refused by the content security policy; use a class or a `style:` directive.' } },
  create(context) {
    return {
      SvelteAttribute(node) {
        if (node.key.name === 'style') context.report({ node, messageId: 'attribute' });
      },
      SvelteShorthandAttribute(node) {
        if (node.key.name === 'style') context.report({ node, messageId: 'attribute' });
      },
    };
  },
};
