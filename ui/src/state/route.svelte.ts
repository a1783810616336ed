// Which screen is shown. It stands in the address, so that a reload and the tests come back to it.

export const SCREENS = ['overview', 'timeline', 'cookies', 'clean', 'browsers'] as const;
export type Screen = (typeof SCREENS)[number];

function fromAddress(): Screen {
  const word = window.location.hash.replace(/^#\//, '');
  return SCREENS.find((screen) => screen === word) ?? 'overview';
}

class Route {
  screen = $state<Screen>(fromAddress());

  go(screen: Screen): void {
    this.screen = screen;
    window.location.hash = `#/${screen}`;
  }

  watch(): void {
    window.addEventListener('hashchange', () => {
      this.screen = fromAddress();
    });
  }
}

export const route = new Route();
