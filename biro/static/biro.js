/* Biro's small helper. Every page works without it; it only saves keystrokes and mistakes.
   Hooks are data attributes; see templates/_parts. Words come from the page, so both languages work. */
"use strict";
(() => {
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const words = document.body.dataset;
  const say = (text) => { const live = $("#live"); if (live) live.textContent = text; };
  document.documentElement.classList.add("js");

  /* --- htmx: the CSRF token on every request, a spoken word when one fails --- */
  document.addEventListener("htmx:configRequest", (event) => {
    const token = $("meta[name=csrf-token]");
    if (token) event.detail.headers["X-CSRFToken"] = token.content;
  });
  for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"])
    document.addEventListener(name, () => say(words.failed));
  document.addEventListener("htmx:load", (event) => enhance(event.detail.elt));

  /* --- type-ahead: <select data-lookup="/url"> asks /url?q=… for [{value, text, sub?, meant?}], in the server's order.
     It can be typed blind: Enter and Tab take what the answer to exactly this text puts first, though that answer comes
     later (`select.pending`). `meant: false` holds the text but is not meant by it: then Enter makes a new one. --- */
  function lookup(select) {
    if (!window.TomSelect || select.tomselect) return;
    const creates = "create" in select.dataset, single = !select.multiple;
    let shown = null;                                       // the text whose answer is in the list
    const typed = () => box.control_input.value.trim();
    const ask = (text) => {
      const url = new URL(select.dataset.lookup, location.href);
      url.searchParams.set("q", text);
      return fetch(url, { headers: { Accept: "application/json" } })
        .then((reply) => (reply.ok ? reply.json() : Promise.reject(reply.status)))
        .then((found) => (Array.isArray(found) ? found : found.items));
    };
    const meant = (found) => (found[0] && (!creates || found[0].meant !== false) ? found[0] : null);
    const box = new TomSelect(select, {
      valueField: "value", labelField: "text", searchField: [], maxOptions: 50, refreshThrottle: 50, loadThrottle: 100,
      create: creates, createOnBlur: creates, selectOnTab: true, openOnFocus: false,
      hideSelected: true, closeAfterSelect: single, plugins: single ? [] : ["remove_button"],
      score: () => () => 1, shouldLoad: (text) => text.trim().length >= Number(select.dataset.min || 1),
      load(text, done) {
        ask(text).then((found) => {
          if (text !== typed()) return done();              // too late: something else stands there by now
          box.clearOptions();
          shown = text;
          box.settings.addPrecedence = creates && !meant(found);
          done(found);
        }).catch(() => { say(words.failed); done(); });
      },
      render: {
        option: (item, escape) => `<div>${escape(item.text)}${item.sub ? `<small>${escape(item.sub)}</small>` : ""}</div>`,
        no_results: (data, escape) => `<div class="no-results">${escape(words.none || "")}</div>`,
        option_create: (data, escape) => `<div class="create">${escape(words.create || "")} “${escape(data.input)}”</div>`,
      },
    });
    const input = box.control_input;
    const rest = () => clearTimeout(box.refreshTimeout);    // or its list opens later and takes the focus back
    input.addEventListener("blur", rest);
    function take(item) {
      rest();
      box.addOption({ value: String(item.value), text: item.text });
      box.addItem(String(item.value));
      box.setTextboxValue("");
      box.close();
    }
    function settle(text) {
      rest();
      box.setTextboxValue("");
      box.close();
      input.placeholder = `${text} …`;
      const wait = ask(text).then((found) => {
        const item = meant(found) || (creates ? { value: text, text } : null);
        if (item) take(item); else { box.setTextboxValue(text); say(words.none); }
      }).catch(() => { box.setTextboxValue(text); say(words.failed); }).then(() => {
        input.placeholder = "";
        if (select.pending === wait) select.pending = null;
      });
      select.pending = wait;
    }
    input.addEventListener("keydown", (event) => {
      const text = typed(), enter = event.key === "Enter", save = event.ctrlKey || event.metaKey;
      if (!text || event.isComposing || !(enter || (event.key === "Tab" && !event.shiftKey))) return;
      if (enter && event.shiftKey && creates) take({ value: text, text });
      else if (shown === text && box.canSelect(box.activeOption)) box.onOptionSelect(event, box.activeOption);
      else settle(text);
      if (save) return;
      event.stopImmediatePropagation();
      if (!enter) return;
      event.preventDefault();
      if (single) forward(input);
    }, true);
    select.setAttribute("aria-hidden", "true");             // the text box stands for it and carries its label
    const described = select.getAttribute("aria-describedby");
    if (described) input.setAttribute("aria-describedby", described);
    if (select.getAttribute("aria-invalid")) input.setAttribute("aria-invalid", "true");
    if (select.autofocus) input.focus();
  }
  const pending = (form) => [form, ...$$("select[data-lookup]", form)].map((each) => each.pending).filter(Boolean);

  /* --- register entry: Enter goes to the next field, Ctrl+Enter saves and starts the next --- */
  const FIELDS = "input:not([type=hidden]):not([disabled]), select:not(.tomselected), textarea, button:not([type=button])";
  function forward(field) {
    const form = field.closest("form[data-keys=entry]");
    if (!form) return;
    const all = $$(FIELDS, form).filter((item) => item.offsetParent !== null && item.tabIndex >= 0);
    const next = all[all.indexOf(field) + 1];
    if (next) next.focus();
  }
  document.addEventListener("keydown", (event) => {
    const whole = event.target === document.body && (event.ctrlKey || event.metaKey) && $("form[data-keys=entry]");
    const form = whole || (event.target.closest && event.target.closest("form[data-keys=entry]"));
    if (!form || event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const button = $("[data-submit=next]", form) || $("button[type=submit], button:not([type])", form);
      form.requestSubmit(button);
    } else if (event.target.matches("input, select") && !event.defaultPrevented) {
      event.preventDefault();
      if (!event.target.closest(".ts-wrapper.dropdown-active")) forward(event.target);
    }
  });

  /* --- single-letter keys; a person can switch them off (WCAG 2.1.4) --- */
  const keysOn = () => localStorage.getItem("biro-keys") !== "off";
  const typing = (target) => target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], .ts-wrapper, dialog");
  let waitingForLetter = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest || typing(event.target) || !keysOn()) return;
    if (event.timeStamp < waitingForLetter) {
      waitingForLetter = 0;
      const link = $(`.nav-list [data-key="${CSS.escape(event.key.toLowerCase())}"]`);
      if (link) { event.preventDefault(); location.assign(link.href); }
    } else if (event.key === "/") {
      const search = $("[role=search] input[type=search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "?") showKeys();
    else if (event.key === "g") waitingForLetter = event.timeStamp + 1500;
    else if (!event.repeat) press(event);
  });
  // data-press="x": the key presses it, first in the line that has the focus, otherwise the first on the page.
  function press(event) {
    const wanted = `[data-press~="${CSS.escape(event.key.toLowerCase())}"]`;
    const line = document.activeElement.closest("main tr, main li");
    const found = (line && $(wanted, line)) || $(`main ${wanted}`);
    if (!found) return;
    event.preventDefault();
    if (found.matches("input, select, textarea")) found.focus(); else found.click();
  }
  function addKey(list, keys, text) {
    const line = document.createElement("div");
    line.innerHTML = `<dt>${keys.map(() => "<kbd></kbd>").join(" ")}</dt><dd></dd>`;
    $$("kbd", line).forEach((kbd, at) => { kbd.textContent = keys[at]; });
    $("dd", line).textContent = text.trim();
    list.append(line);
  }
  function showKeys() {
    const dialog = $("#keys-help"), list = dialog && $("[data-keys-list]", dialog);
    if (!list) return;
    if (!list.dataset.filled) {
      list.dataset.filled = "1";
      for (const line of $$("[data-page-keys] > div").reverse()) list.prepend(line.cloneNode(true));
      const own = new Map($$("main [data-press]").map((one) => [one.dataset.press, one.dataset.label || (one.labels && one.labels[0] || one).textContent]));
      for (const [keys, label] of own) addKey(list, keys.split(" "), label);
      for (const link of $$(".app-side .nav-list [data-key]")) addKey(list, ["g", link.dataset.key], $("span", link).textContent);
    }
    const toggle = $("[data-keys-toggle]", dialog);
    toggle.checked = keysOn();
    toggle.onchange = () => localStorage.setItem("biro-keys", toggle.checked ? "on" : "off");
    dialog.showModal();
  }

  /* --- submitting: ask first, once only, and not with unsaved work left behind --- */
  const sure = new WeakSet(), sent = new WeakSet();
  let unsaved = false;
  function ask(form, button, question) {
    const dialog = $("#confirm");
    $("#confirm-text", dialog).textContent = question;
    dialog.returnValue = "";
    dialog.onclose = () => {
      if (dialog.returnValue === "yes") { sure.add(form); form.requestSubmit(button || undefined); }
      else if (button) button.focus();
    };
    dialog.showModal();
  }
  document.addEventListener("submit", (event) => {
    const form = event.target, button = event.submitter;
    if (form.method === "dialog") return;
    const open = pending(form);
    if (open.length) {                                      // a name is still being looked up
      event.preventDefault();
      event.stopImmediatePropagation();
      Promise.all(open).then(() => form.requestSubmit(button || undefined));
      return;
    }
    const question = (button && button.dataset.confirm) || form.dataset.confirm;
    if (question && !sure.has(form) && $("#confirm")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(form, button, question);
      return;
    }
    sure.delete(form);
    if (form.method === "post" && !form.hasAttribute("data-again")) {
      if (sent.has(form)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
      sent.add(form);
      if (button) setTimeout(() => button.setAttribute("aria-disabled", "true"));
      setTimeout(() => release(form), 8000);                // a download leaves the page open
    }
    unsaved = false;
  }, true);
  function release(form) {
    sent.delete(form);
    for (const button of $$("[aria-disabled]", form)) button.removeAttribute("aria-disabled");
  }
  document.addEventListener("biro:answered", (event) => release(event.target));
  window.addEventListener("pageshow", () => $$("form").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => { const form = event.target.closest("form"); if (form) release(form); });
  document.addEventListener("input", (event) => { if (event.target.closest("form[data-guard]")) unsaved = true; });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  /* --- filters submit themselves --- */
  let later = 0;
  for (const kind of ["change", "input"])
    document.addEventListener(kind, (event) => {
      const form = event.target.closest("form[data-autosubmit]");
      const text = event.target.matches("input[type=text], input[type=search], input:not([type])");
      if (!form || (kind === "input") !== text) return;
      clearTimeout(later);
      later = setTimeout(() => { sessionStorage.setItem("biro-filter", event.target.name); form.requestSubmit(); }, text ? 600 : 0);
    });
  const lastFilter = sessionStorage.getItem("biro-filter");
  sessionStorage.removeItem("biro-filter");

  /* --- menus close when one looks elsewhere --- */
  document.addEventListener("click", (event) => {
    for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
    const opener = event.target.closest("[data-dialog]");
    if (opener) opener.dataset.dialog === "keys-help" ? showKeys() : $(`#${CSS.escape(opener.dataset.dialog)}`).showModal();
    const copier = event.target.closest("[data-copy]");
    if (copier) navigator.clipboard.writeText(copier.dataset.copy).then(() => say(words.copied));
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && $("details.menu[open]");
    if (menu) { menu.open = false; $("summary", menu).focus(); }
  });

  /* --- "3 menit lalu" stays true --- */
  const relative = new Intl.RelativeTimeFormat(document.documentElement.lang || "id", { numeric: "auto" });
  function refreshTimes() {
    for (const time of $$("time[data-ago]")) {
      const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
      const [size, unit] = [[86400, "day"], [3600, "hour"], [60, "minute"]].find(([n]) => Math.abs(seconds) >= n) || [0, ""];
      if (size) time.textContent = relative.format(Math.round(seconds / size), unit);
    }
  }
  setInterval(refreshTimes, 60000);

  /* --- what a page, or a part that htmx brought, needs once --- */
  // Only what scrolls is a stop for the Tab key.
  function reachable(root) {
    for (const region of $$(".table-scroll", root))
      if (region.scrollWidth > region.clientWidth || region.scrollHeight > region.clientHeight) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
  }

  function enhance(root) {
    $$("select[data-lookup]", root).forEach(lookup);
    if (navigator.clipboard) $$("[data-copy]", root).forEach((button) => { button.hidden = false; });
    $$("[data-dialog]", root).forEach((button) => { button.hidden = false; });
    reachable(root);
    const wrong = $("[data-focus]", root);
    if (wrong) wrong.focus();
  }
  enhance(document);
  addEventListener("resize", () => reachable(document));
  const filter = lastFilter && $(`form[data-autosubmit] [name="${CSS.escape(lastFilter)}"]`);
  if (filter) { filter.focus(); if (filter.setSelectionRange && filter.type !== "date") filter.setSelectionRange(filter.value.length, filter.value.length); }
})();
