/* Writing letters down at speed (templates/correspondence/new.html). Everything here only saves keystrokes: dates in
   short, what earlier letters suggest, the keys F2, F3 and Esc. The page and the server do without it. */
"use strict";
(() => {
  const form = document.querySelector("form[data-hints-url]");
  if (!form) return;
  const field = (name) => form.elements[name];
  const say = (text) => { document.querySelector("#live").textContent = text; };
  const picked = (name) => field(name).tomselect;
  let before = form.dataset.before ? JSON.parse(form.dataset.before) : null;

  /* --- nothing moves under a pressed pointer: the button would slip away and the click be lost --- */
  let pressed = false, held = [];
  function still(act) { pressed ? held.push(act) : act(); }
  function release() {                                      // before the click, so that what is suggested is saved with it
    pressed = false;
    held.splice(0).forEach((act) => act());
  }
  document.addEventListener("pointerdown", () => { pressed = true; }, true);
  for (const name of ["mouseup", "pointercancel", "dragend"]) document.addEventListener(name, release, true);
  document.addEventListener("pointerup", () => setTimeout(release, 400), true);  // a finger may bring no mouseup

  /* --- 0703, 7, k, h: the same rules as biro/core/fields.py, shown in full as soon as the field is left --- */
  const two = (number) => String(number).padStart(2, "0");
  const shown = (day) => `${two(day.getDate())}-${two(day.getMonth() + 1)}-${day.getFullYear()}`;
  function valid(day, month, year) {
    const found = new Date(year, month - 1, day);
    return found.getMonth() === month - 1 && found.getDate() === Number(day) ? found : null;
  }
  function dayOf(text) {
    const now = new Date(), today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
    const [y, m] = [today.getFullYear(), today.getMonth() + 1];
    const ago = { h: 0, "hari ini": 0, k: 1, kemarin: 1 }[text.trim().toLowerCase()];
    if (ago !== undefined) return new Date(y, m - 1, today.getDate() - ago);
    const parts = /^\d{4}$|^\d{6}$|^\d{8}$/.test(text.trim())
      ? text.trim().match(/^(\d\d)(\d\d)(\d*)$/).slice(1).filter(Boolean) : text.trim().split(/[-/. ]+/);
    if (!parts.every((part) => /^\d+$/.test(part)) || parts.length > 3 || parts[0].length === 4) return null;
    const [day, month, year] = parts;
    if (year) return valid(day, month, Number(year) + (year < 100 ? 2000 : 0));
    const ways = month ? [valid(day, month, y), valid(day, month, y - 1)]
      : day.length < 3 ? [valid(day, m, y), m > 1 ? valid(day, m - 1, y) : valid(day, 12, y - 1)] : [];
    const found = ways.filter(Boolean);
    return found.find((each) => each <= today) || found[0] || null;
  }
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-day]")) return;
    const found = dayOf(event.target.value);
    if (found) event.target.value = shown(found);
  });

  /* --- what earlier letters of this sender suggest: addressee, classification, subjects --- */
  const subject = field("subject"), touched = new Set();
  let hints = [], asked = 0;
  function loadHints() {
    const url = new URL(form.dataset.hintsUrl, location.href), turn = ++asked;
    const sender = field("sender_id").value;
    if (/^\d+$/.test(sender)) url.searchParams.set("pengirim", sender);
    if (field("register_id") && field("register_id").value) url.searchParams.set("buku", field("register_id").value);
    const wait = fetch(url, { headers: { Accept: "application/json" } })
      .then((reply) => (reply.ok ? reply.json() : []))
      .then((found) => { if (turn === asked) { hints = found; suggest(alike(subject.value)); } })
      .catch(() => { hints = []; })
      .then(() => { if (form.pending === wait) form.pending = null; });
    form.pending = wait;                                    // saving waits for it: what is suggested is saved
  }
  const note = (control, on) => still(() => mark(control, on));
  function mark(control, on) {                              // visible and read aloud: where the value comes from
    const place = control.closest(".field"), old = place.querySelector("[data-from]");
    if (old) old.remove();
    if (!on) return;
    const line = document.createElement("p");
    line.className = "form-hint";
    line.dataset.from = "";
    line.textContent = form.dataset.suggested;
    place.querySelector(".form-label").after(line);
  }
  const suggest = (hint) => still(() => fill(hint));
  function fill(hint) {
    if (!touched.has("unit_id")) {
      field("unit_id").value = hint ? String(hint.unit) : "";
      note(field("unit_id"), hint);
    }
    if (touched.has("classification_id")) return;
    const box = picked("classification_id");
    if (!box) return;
    box.clear(true);
    if (hint && hint.code) { box.addOption({ value: String(hint.code), text: hint.code_label }); box.addItem(String(hint.code), true); }
    note(field("classification_id"), hint && hint.code);
  }
  function alike(text) {                                    // the hint whose subject starts as this one does
    const words = text.toLowerCase().split(/\s+/).filter(Boolean), same = (hint) => {
      const theirs = hint.subject.toLowerCase().split(/\s+/);
      let count = 0;
      while (count < words.length && words[count] === theirs[count]) count += 1;
      return count;
    };
    const best = hints.reduce((top, hint) => (same(hint) > top.count ? { hint, count: same(hint) } : top), { count: 0 });
    return best.count ? best.hint : hints.find((hint) => hint.own);
  }
  for (const name of ["sender_id", "register_id"])
    if (field(name)) field(name).addEventListener("change", () => { closeList(); loadHints(); });
  subject.addEventListener("change", () => suggest(alike(subject.value)));
  for (const name of ["unit_id", "classification_id"])
    field(name).addEventListener("change", () => { touched.add(name); note(field(name), false); });

  /* --- earlier subjects under the field: Arrow down walks, Enter takes; without an arrow nothing is ever taken --- */
  const list = document.createElement("ul");
  list.id = "subject-list";
  list.className = "hint-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", subject.labels[0].textContent);
  list.hidden = true;
  subject.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" }))
    subject.setAttribute(name, value);
  const options = () => [...list.children];
  const active = () => list.querySelector("[aria-selected=true]");
  function closeList() {
    list.hidden = true;
    list.replaceChildren();
    subject.setAttribute("aria-expanded", "false");
    subject.removeAttribute("aria-activedescendant");
  }
  function openList() {
    const text = subject.value.trim().toLowerCase();
    const starts = hints.filter((hint) => hint.subject.toLowerCase().startsWith(text));
    const holds = hints.filter((hint) => !starts.includes(hint) && ` ${hint.subject.toLowerCase()}`.includes(` ${text}`));
    const found = (text ? [...starts, ...holds] : hints.filter((hint) => hint.own)).slice(0, 7);
    closeList();
    if (!found.length || (found.length === 1 && found[0].subject === subject.value)) return;
    found.forEach((hint, at) => {
      const item = document.createElement("li");
      item.id = `subject-${at}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.textContent = hint.subject;
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(item); });
      list.append(item);
    });
    list.hidden = false;
    subject.setAttribute("aria-expanded", "true");
  }
  function choose(item) {
    subject.value = item.textContent;
    closeList();
    subject.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function walk(step) {
    if (list.hidden) openList();
    const all = options(), now = all.indexOf(active()), next = all[(now + step + all.length) % all.length];
    if (!next) return;
    all.forEach((item) => item.setAttribute("aria-selected", String(item === next)));
    subject.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }
  subject.addEventListener("input", openList);
  subject.addEventListener("blur", closeList);
  subject.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); walk(event.key === "ArrowDown" ? 1 : -1); }
    else if (event.key === "Enter" && active()) choose(active());  // and then, as everywhere, the next field
  });

  /* --- F2 same sender, F3 same everything, Esc empties, b t r s and b s k --- */
  function put(name, item) {
    const box = picked(name);
    if (!box) return;
    box.clear(true);
    box.clearOptions();
    if (item) { box.addOption(item); box.addItem(item.value, true); }
  }
  function sameSender() {
    put("sender_id", before.sender);
    loadHints();
    field("number").focus();
  }
  function sameAll() {
    put("sender_id", before.sender);
    put("classification_id", before.code);
    for (const [name, value] of Object.entries(before.fields)) field(name).value = value;
    touched.add("unit_id").add("classification_id");
    loadHints();
    field("number").focus();
    field("number").select();
  }
  const KEPT = new Set(["received_on", "medium", "register_id"]);
  function clear() {
    for (const name of ["sender_id", "classification_id"]) put(name, null);
    for (const control of form.elements) {
      if (!control.name || control.type === "hidden" || KEPT.has(control.name) || control.matches("button, [data-lookup]")) continue;
      if (control.type === "checkbox") control.checked = false;
      else if (control.matches("select")) control.selectedIndex = 0;
      else control.value = "";
    }
    for (const name of ["unit_id", "classification_id"]) note(field(name), false);
    touched.clear();
    hints = [];
    closeList();
    form.dispatchEvent(new CustomEvent("biro:emptied"));
    picked("sender_id") ? picked("sender_id").focus() : field("sender_id").focus();
  }
  function empty(target) {
    const box = target.closest(".ts-wrapper") && target.closest(".field").querySelector("select").tomselect;
    if (box) {
      const had = target.value || box.items.length;
      box.setTextboxValue("");
      box.close();
      if (had) box.clear();
      return had;
    }
    if (!list.hidden && target === subject) { closeList(); return true; }
    if (target.matches("input:not([type=checkbox])") && target.value) { target.value = ""; return true; }
    return false;
  }
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const single = event.target.dataset.letters;
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      if (!empty(event.target)) { clear(); say(form.dataset.cleared); }
    } else if ((event.key === "F2" || event.key === "F3") && before) {
      event.preventDefault();
      event.key === "F2" ? sameSender() : sameAll();
    } else if (single) {
      const found = single.split(" ").map((pair) => pair.split("=")).find(([letter]) => letter === event.key.toLowerCase());
      if (found) { event.preventDefault(); event.target.value = found[1]; }
    }
  }, true);
  if (field("sender_id").value) loadHints();
  window.biroLetters = { form, field, clear, say, put, still, remember: (letter) => { before = letter; } };
})();
