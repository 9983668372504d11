// Suggestions while one types into the search field. Without this file the form works as it stands.
(() => {
  "use strict";
  const field = document.getElementById("search");
  const form = field?.form;
  if (!form) return;

  // Long enough for the next key of somebody who types fast, short enough to go unnoticed.
  const PAUSE = 60;
  const KEPT = 200;
  const KINDS = { author: "Author", keyword: "Keyword", category: "Category", organization: "Organisation", title: "Paper" };
  const known = new Map();
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let options = [];
  let active = -1;
  let pause;
  let request;

  // ---- the list ----
  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  const list = make("ul", "suggestions");
  list.id = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  const status = make("p", "unseen");
  status.setAttribute("role", "status");
  form.append(list, status);
  // A search field would not be allowed to have a list, and Escape would empty it.
  field.type = "text";
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-haspopup", "listbox"],
    ["aria-controls", "suggestions"],
    ["aria-expanded", "false"],
    ["autocapitalize", "off"],
    ["spellcheck", "false"],
  ])
    field.setAttribute(name, value);

  const isOpen = () => !list.hidden;
  const close = () => {
    clearTimeout(pause);
    request?.abort();
    if (!isOpen()) return;
    list.hidden = true;
    activate(-1);
    field.setAttribute("aria-expanded", "false");
    status.textContent = "";
  };
  const activate = (index) => {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = index;
    const item = list.children[active];
    if (item) {
      item.setAttribute("aria-selected", "true");
      item.scrollIntoView({ block: "nearest" });
      field.setAttribute("aria-activedescendant", item.id);
    } else field.removeAttribute("aria-activedescendant");
  };

  // Marks count in bytes of UTF-8.
  const marked = (text, marks = []) => {
    const bytes = encoder.encode(text);
    const part = (start, end) => decoder.decode(bytes.subarray(start, end));
    const parts = [];
    let at = 0;
    for (const [start, end] of marks) {
      parts.push(part(at, start), make("mark", "", part(start, end)));
      at = end;
    }
    parts.push(part(at, bytes.length));
    return parts;
  };
  const papers = (count) => (count === 1 ? "1 paper" : `${count.toLocaleString("en")} papers`);
  const item = (option, index) => {
    const line = make("li", option.kind);
    line.id = `suggestion-${index}`;
    line.setAttribute("role", "option");
    line.setAttribute("aria-selected", "false");
    const text = make("span", "what");
    text.append(...marked(option.text, option.marks));
    if (option.detail) {
      const detail = make("span", "detail");
      detail.append(...marked(option.detail, option.detail_marks));
      text.append(" ", detail);
    }
    const count = option.papers ? ` · ${papers(option.papers)}` : "";
    line.append(text, " ", make("span", "kind", `${KINDS[option.kind] ?? ""}${count}`));
    return line;
  };
  const show = (answer) => {
    options = answer;
    list.replaceChildren(...options.map(item));
    active = -1;
    field.removeAttribute("aria-activedescendant");
    list.hidden = options.length === 0;
    field.setAttribute("aria-expanded", String(isOpen()));
    status.textContent = options.length === 1 ? "1 suggestion" : `${options.length} suggestions`;
  };

  // ---- asking ----
  // Suggestions are for the end of the text: in its middle one corrects.
  const typed = () => (field.selectionEnd === field.value.length ? field.value.trim() : "");
  const ask = async () => {
    const text = typed();
    request?.abort();
    if (!text) return close();
    if (known.has(text)) return show(known.get(text));
    request = new AbortController();
    try {
      const url = `/api/v1/suggest?q=${encodeURIComponent(text)}`;
      const response = await fetch(url, { signal: request.signal });
      const answer = response.ok ? (await response.json()).suggestions : [];
      if (known.size >= KEPT) known.clear();
      known.set(text, answer);
      // Another answer may be wanted by now, or none.
      if (text === typed() && document.activeElement === field) show(answer);
    } catch {
      // Given up, or no connection: one types on without suggestions.
    }
  };
  const askSoon = () => {
    clearTimeout(pause);
    pause = setTimeout(ask, PAUSE);
  };

  // ---- choosing ----
  const complete = (option) => {
    field.value = option.leads === "search" ? `${option.completed} ` : option.completed;
    field.setSelectionRange(field.value.length, field.value.length);
    close();
  };
  const choose = (option) => {
    if (option.leads === "page") {
      close();
      location.assign(option.url);
    } else {
      complete(option);
      field.focus();
    }
  };
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const index = Array.from(list.children).indexOf(event.target.closest("li"));
    if (options[index]) choose(options[index]);
  });

  // ---- keys ----
  const step = (by) => {
    // One place more than options: what was typed.
    const places = options.length + 1;
    activate(((active + 1 + by + places) % places) - 1);
  };
  const withActive = (action) => {
    const option = isOpen() ? options[active] : undefined;
    if (option) action(option);
    return Boolean(option);
  };
  // Each says whether it took the key.
  const keys = {
    ArrowDown: () => {
      if (isOpen()) step(1);
      else ask();
      return true;
    },
    ArrowUp: () => {
      if (isOpen()) step(-1);
      return isOpen();
    },
    Enter: () => withActive(choose),
    Tab: () => withActive(complete),
    Escape: () => {
      const wasOpen = isOpen();
      close();
      return wasOpen;
    },
  };
  field.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!action?.()) return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener("input", (event) => {
    if (!event.isComposing) askSoon();
  });
  field.addEventListener("compositionend", askSoon);
  field.addEventListener("blur", close);
  form.addEventListener("submit", close);
})();
