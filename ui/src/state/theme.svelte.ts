// Light, dark, or as the system has it.

export type ThemeChoice = 'system' | 'light' | 'dark';

class Theme {
  choice = $state<ThemeChoice>('system');

  set(choice: string): void {
    this.choice = choice === 'light' || choice === 'dark' ? choice : 'system';
    this.apply();
  }

  /** Follows the system as long as nothing else is chosen. */
  watch(): void {
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.apply());
  }

  private apply(): void {
    const dark = this.choice === 'dark' ||
      (this.choice === 'system' && window.matchMedia('(prefers-color-scheme: dark)').matches);
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  }
}

export const theme = new Theme();
