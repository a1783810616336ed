/// <reference types="svelte" />
/// <reference types="vite/client" />

/** Whether the invented host is part of this build (see `vite.config.ts`). */
declare const __FAKE_HOST__: boolean;
