// Speed and keys. Every page is complete without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  const remember = (key, value) => {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch {
      // Storage may be forbidden: the choice then lasts for this page.
    }
  };

  // ---- theme ----
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);
  const themeButton = document.getElementById("theme");
  const showTheme = () => {
    if (!themeButton) return;
    themeButton.textContent = isDark() ? "Light" : "Dark";
    themeButton.setAttribute("aria-label", isDark() ? "Switch to the light theme" : "Switch to the dark theme");
  };
  const toggleTheme = () => {
    const wanted = isDark() ? "light" : "dark";
    // A choice that agrees with the system is no choice: follow the system again.
    if ((wanted === "dark") === systemDark.matches) delete root.dataset.theme;
    else root.dataset.theme = wanted;
    remember("theme", root.dataset.theme);
    showTheme();
  };
  themeButton?.addEventListener("click", toggleTheme);
  systemDark.addEventListener("change", showTheme);
  showTheme();

  // ---- whole abstracts ----
  const wholeButton = document.getElementById("whole");
  const isWhole = () => root.dataset.abstracts === "whole";
  const showWhole = () => wholeButton?.setAttribute("aria-pressed", String(isWhole()));
  const toggleWhole = () => {
    if (isWhole()) delete root.dataset.abstracts;
    else root.dataset.abstracts = "whole";
    remember("abstracts", root.dataset.abstracts);
    showWhole();
  };
  wholeButton?.addEventListener("click", toggleWhole);
  if (wholeButton) wholeButton.hidden = !document.querySelector(".unfold");
  showWhole();

  // ---- rows ----
  const rows = Array.from(document.querySelectorAll(".row"));
  const titleOf = (row) => row.querySelector(".title a");
  const current = () => rows.findIndex((row) => row.contains(document.activeElement));
  const go = (index) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    titleOf(row)?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    const top = row.getBoundingClientRect().top;
    if (top < 0 || top > innerHeight * 0.7) row.scrollIntoView({ block: "start" });
  };
  const firstInView = () => {
    const index = rows.findIndex((row) => row.getBoundingClientRect().bottom > 80);
    return index < 0 ? 0 : index;
  };
  const step = (by) => go(current() < 0 ? firstInView() : current() + by);
  const fold = (row) => {
    const details = row?.querySelector(".unfold");
    // Where the whole abstract is shown anyway, the details are not: nothing is to be folded.
    if (details?.checkVisibility()) details.open = !details.open;
  };
  for (const row of rows) {
    row.querySelector(".abstract")?.addEventListener("click", (event) => {
      const selecting = String(getSelection()).length > 0;
      if (!selecting && !event.target.closest("a, summary")) fold(row);
    });
  }

  // ---- keys ----
  const help = document.getElementById("help");
  const search = document.getElementById("search");
  const showHelp = () => (help?.open ? help.close() : help?.showModal());
  document.getElementById("keys")?.addEventListener("click", showHelp);
  const follow = (relation) => document.querySelector(`a[rel="${relation}"]`)?.click();
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    o: () => fold(rows[current()]),
    O: toggleWhole,
    h: () => follow("prev"),
    l: () => follow("next"),
    t: toggleTheme,
    "?": showHelp,
    "/": () => {
      search?.focus();
      search?.select();
    },
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (typing) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (help?.open && event.key !== "?") return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  });

  // ---- formulas that are wider than the page ----
  // Not every browser lets the keyboard reach what can be scrolled.
  const reach = () => {
    for (const wide of document.querySelectorAll(".wide")) {
      if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
    }
  };
  if (document.readyState === "complete") reach();
  else addEventListener("load", reach);

  // ---- letters ----
  // The hour of a letter is the reader's own.
  for (const zone of document.querySelectorAll('form[action="/letters"] input[name="zone"]')) {
    if (!zone.value || zone.value === "UTC") zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  }

  // ---- copying BibTeX ----
  const copy = document.getElementById("copy");
  const source = document.getElementById("bibtex");
  if (copy && source && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(source.textContent);
        copy.textContent = "Copied";
      } catch {
        copy.textContent = "Select the text to copy it";
      }
    });
  }
})();
