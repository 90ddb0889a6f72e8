/* Scans go up behind the clerk's back, one after the other, in sight: waiting, how far, done, or why not and "again".
   The page is not left unasked while one is on its way. */
"use strict";
(() => {
  const card = document.querySelector("#uploads");
  if (!card) return;
  const list = card.querySelector("ul"), words = card.dataset, waiting = [];
  let running = null;
  const open = new Set();                                   // not safe on the server yet

  function line(job) {
    const item = document.createElement("li");
    item.innerHTML = '<div class="desk-line"><p></p><p class="desk-detail" role="status"></p></div><progress max="1" value="0"></progress><button type="button" class="btn btn-sm" hidden></button>';
    item.querySelector("p").textContent = `${job.label} · ${job.file.name}`;
    item.querySelector("progress").setAttribute("aria-label", job.file.name);
    const again = item.querySelector("button");
    again.textContent = words.again;
    again.addEventListener("click", () => { waiting.push(job); show(job, words.waiting); next(); });
    list.prepend(item);
    return item;
  }
  function show(job, text, state = "") {
    job.item.dataset.state = state;
    job.item.querySelector("[role=status]").textContent = text;
    job.item.querySelector("button").hidden = state !== "failed";
    job.item.querySelector("progress").hidden = state !== "";
  }
  function end(job, text, state) {
    if (state === "done") open.delete(job);
    show(job, text, state);
    running = null;
    next();
  }
  function next() {
    const job = running ? null : waiting.shift();
    if (!job) return;
    running = job;
    show(job, words.running);
    const body = new FormData(), request = new XMLHttpRequest();
    body.append("nonce", job.nonce);
    body.append("scan", job.file, job.file.name);
    request.open("POST", job.url);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("X-CSRFToken", document.querySelector("meta[name=csrf-token]").content);
    request.upload.onprogress = (event) => { if (event.lengthComputable) job.item.querySelector("progress").value = event.loaded / event.total; };
    request.onerror = request.ontimeout = () => end(job, `${words.failed}: ${document.body.dataset.failed}`, "failed");
    request.onload = () => {
      let said = null;
      try { said = JSON.parse(request.responseText); } catch { said = null; }  // a page: of an error, or of what is done already
      if (request.status < 400) end(job, [words.done, ...(said ? said.same : [])].join(". "), "done");
      else end(job, `${words.failed}: ${said && said.errors.length ? said.errors.join(" ") : document.body.dataset.failed}`, "failed");
    };
    request.send(body);
  }
  window.addEventListener("beforeunload", (event) => { if (open.size) event.preventDefault(); });
  window.biroUploads = {
    add(file, scan) {
      const job = { file, ...scan };
      card.hidden = false;
      job.item = line(job);
      open.add(job);
      waiting.push(job);
      show(job, words.waiting);
      next();
    },
  };
})();
