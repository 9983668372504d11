// Runs before the first paint, so that a remembered theme never flashes.
(() => {
  const root = document.documentElement;
  root.dataset.script = "on";
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("abstracts") === "whole") root.dataset.abstracts = "whole";
  } catch {
    // Storage may be forbidden: then nothing is remembered.
  }
})();
