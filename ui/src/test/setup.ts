// What jsdom lacks. Sizes are those of a window of 1000 × 600, so that lists know how much is visible.

import { configure } from '@testing-library/svelte';

// Screens are fetched when they are first opened; on a busy machine that takes longer than a second.
configure({ asyncUtilTimeout: 10_000 });

class Watcher implements ResizeObserver {
  constructor(private readonly tell: ResizeObserverCallback) {}
  observe(target: Element): void {
    const box = { inlineSize: 1000, blockSize: 600 };
    const entry = { target, contentRect: target.getBoundingClientRect(), borderBoxSize: [box], contentBoxSize: [box], devicePixelContentBoxSize: [box] };
    this.tell([entry as unknown as ResizeObserverEntry], this);
  }
  unobserve(): void {
    // Nothing is kept.
  }
  disconnect(): void {
    // Nothing is kept.
  }
}

// The accessibility check would draw letters to tell icons; without a canvas it goes without.
HTMLCanvasElement.prototype.getContext = () => null;

window.ResizeObserver = Watcher;
window.matchMedia = (media: string): MediaQueryList =>
  ({ matches: false, media, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;

for (const [name, size] of [['offsetHeight', 600], ['clientHeight', 600], ['offsetWidth', 1000], ['clientWidth', 1000]] as const) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => size });
}
HTMLElement.prototype.scrollTo = function scrollTo(this: HTMLElement, to?: ScrollToOptions | number): void {
  this.scrollTop = typeof to === 'object' ? (to.top ?? 0) : 0;
  this.dispatchEvent(new Event('scroll'));
};

// jsdom's files cannot be read as text, as those of every browser can.
Blob.prototype.text ??= function text(this: Blob): Promise<string> {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(String(reader.result));
    reader.readAsText(this);
  });
};
