/* Save and next without leaving the page: the letter is saved, its scan follows (uploads.js), the hands are at the next
   sender already. What is typed meanwhile is kept; what is refused stays as it was typed. Warns of twins while typing. */
"use strict";
(() => {
  const page = window.biroLetters;
  if (!page) return;
  const { form, field, say, still } = page;
  const twins = document.querySelector("#twins"), latest = document.querySelector("#latest");
  const box = () => field("sender_id").tomselect;
  const asJson = { Accept: "application/json" };

  /* --- twins: asked as soon as sender, number and date (or subject) are there; nobody waits for the answer --- */
  let asked = 0, print = "", shown = "";
  const ASKS = ["sender_id", "number", "letter_date"];
  function askTwins(event) {
    if (field("keep") && !ASKS.includes(event.target.name)) return;  // the tick that saving asked for stays
    const query = new URLSearchParams({
      pengirim: field("sender_id").value, nomor: field("number").value, tanggal: field("letter_date").value,
      hal: field("subject").value, sidik: print,
    });
    const enough = query.get("pengirim") && query.get("tanggal") && (query.get("nomor") || query.get("hal"));
    if ((!enough && !print) || query.toString() === shown) return;
    shown = query.toString();
    const turn = ++asked;
    fetch(`${form.dataset.twinsUrl}?${query}`)
      .then((reply) => (reply.ok ? reply.text() : ""))
      .then((html) => still(() => { if (turn === asked) twins.innerHTML = html; }))
      .catch(() => { shown = ""; });
  }
  form.addEventListener("change", askTwins);
  field("scan").addEventListener("change", async () => {
    const [file] = field("scan").files;
    print = "";
    if (!file || !window.crypto.subtle) return;             // without https the server compares when the scan is there
    const hash = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    print = [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    askTwins({ target: field("scan") });
  });
  function noTwins() {
    asked += 1;
    shown = print = "";
    twins.replaceChildren();
  }
  form.addEventListener("biro:emptied", () => { noTwins(); forget(); });

  /* --- what was refused, beside its field --- */
  function forget() {
    form.querySelectorAll("[data-refused]").forEach((line) => line.remove());
    form.querySelectorAll(".field-wrong").forEach((place) => place.classList.remove("field-wrong"));
    form.querySelectorAll("[aria-invalid]").forEach((control) => control.removeAttribute("aria-invalid"));
  }
  function sentence(text, before) {
    const line = document.createElement("p");
    line.className = "field-error";
    line.dataset.refused = "";
    line.setAttribute("role", "alert");
    line.textContent = text;
    before.before(line);
    return line;
  }
  function refuse(errors, general) {
    let first = null;
    for (const text of general) sentence(text, form.querySelector(".field"));
    const order = [...form.elements], place = (entry) => order.indexOf(field(entry[0]));  // JSON has its own
    for (const [name, texts] of Object.entries(errors).sort((one, other) => place(one) - place(other))) {
      const control = field(name), shownBy = control && (control.tomselect ? control.tomselect.control_input : control);
      if (!control) { sentence(texts.join(" "), form.querySelector(".field")); continue; }
      const around = control.closest(".field");
      around.classList.add("field-wrong");
      const line = sentence(texts.join(" "), around.querySelector(".ts-wrapper") || control);
      line.id = `${name}-refused`;
      shownBy.setAttribute("aria-invalid", "true");
      shownBy.setAttribute("aria-describedby", line.id);
      first = first || shownBy;
    }
    const keep = twins.querySelector("input[type=checkbox]");
    (keep || first || field("number")).focus();
  }

  /* --- save and next --- */
  let saving = false, ahead = "";
  document.addEventListener("keydown", (event) => {         // typed before the answer: belongs to the next letter
    if (!saving || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key.length === 1) ahead += event.key;
    else if (event.key === "Backspace") ahead = ahead.slice(0, -1);
  }, true);
  function next(answer, file) {
    const kept = answer.before;
    page.clear();
    field("nonce").value = answer.nonce;
    if (kept) page.remember(kept);
    latest.innerHTML = answer.latest;
    latest.closest("div[hidden]")?.removeAttribute("hidden");
    if (file) window.biroUploads.add(file, answer.scan);
    say(answer.said);
    if (ahead) { box().setTextboxValue(ahead); box().control_input.dispatchEvent(new Event("input", { bubbles: true })); }
  }
  function failed() {
    forget();
    refuse({}, [document.body.dataset.failed]);
  }
  async function save(button) {
    const body = new FormData(form), [file] = field("scan").files;
    if (field("security").value !== form.dataset.withoutScan) body.delete("scan");  // such a scan is refused with the letter
    body.append(button.name, button.value);
    saving = true;
    ahead = "";
    let done = false;
    try {
      const reply = await fetch(form.action, { method: "POST", body, headers: asJson });
      const answer = (reply.headers.get("content-type") || "").startsWith("application/json") ? await reply.json() : null;
      saving = false;
      if (answer && reply.ok) { done = true; next(answer, file); }
      else if (answer) { forget(); twins.innerHTML = answer.twins; refuse(answer.errors, answer.general); }
      else if (reply.ok && reply.redirected) location.assign(form.action);  // it was saved by the first of two sendings
      else failed();
    } catch {
      saving = false;
      failed();
    }
    form.dispatchEvent(new CustomEvent("biro:answered", { bubbles: true }));
    if (!done) form.dispatchEvent(new Event("input", { bubbles: true }));  // still unsaved
  }
  form.addEventListener("submit", (event) => {
    if (!event.submitter || event.submitter.dataset.submit !== "next" || !box()) return;
    event.preventDefault();
    if (!saving) save(event.submitter);
  });

  /* --- a number struck out in the list below leaves what is being typed alone --- */
  latest.addEventListener("submit", async (event) => {
    event.preventDefault();
    const target = event.target;
    try {
      const reply = await fetch(target.action, { method: "POST", body: new FormData(target) });
      const told = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector("main .notice");
      latest.innerHTML = await (await fetch(latest.dataset.url)).text();
      say(told ? told.textContent.trim() : "");
    } catch { say(document.body.dataset.failed); }
    target.dispatchEvent(new CustomEvent("biro:answered", { bubbles: true }));
  });
})();
