/* The disposition sheet by keyboard: a letter ticks its instruction wherever no text is being typed, and a short word
   in the note becomes its sentence when a space or a stop follows it. */
"use strict";
(() => {
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const say = (text) => { const live = document.querySelector("#live"); if (live) live.textContent = text; };
  const writing = (target) => target.closest("textarea, select, dialog, [contenteditable], input:not([type=checkbox]):not([type=radio])");
  const keysOn = () => localStorage.getItem("biro-keys") !== "off";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !keysOn() || !event.target.closest || writing(event.target)) return;
    if (event.key.length !== 1) return;
    const box = form.querySelector(`input[data-tick="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!box) return;
    event.preventDefault();
    event.stopImmediatePropagation();                       // "g" ticks here instead of waiting for a second letter
    box.checked = !box.checked;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    say(`${box.dataset.name}: ${box.checked ? form.dataset.on : form.dataset.off}`);
  }, true);

  const note = form.querySelector("textarea[data-short]");
  if (!note) return;
  const words = JSON.parse(note.dataset.short);
  note.addEventListener("input", (event) => {
    if (event.isComposing || !/^[\s.,;:]$/.test(event.data || (event.inputType === "insertLineBreak" ? "\n" : ""))) return;
    const end = note.selectionStart - 1, typed = /(?:^|[\s(])([A-Za-z]{2,10})$/.exec(note.value.slice(0, end));
    const text = typed && words[typed[1]];                  // only in capitals, so that a word stays a word
    if (text) note.setRangeText(text, end - typed[1].length, end, "end");
    if (text) note.selectionStart = note.selectionEnd = note.selectionEnd + 1;
  });
})();
