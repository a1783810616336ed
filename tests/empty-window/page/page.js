// A page of a hidden window gets no animation frames, so that it is ready is all that it can tell.
window.__TAURI_INTERNALS__.invoke('painted');
