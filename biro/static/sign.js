/* The receiver signs in a box by finger or pen; the drawing goes up as a PNG in the file field beside it. */
"use strict";
(() => {
  for (const box of document.querySelectorAll("[data-sign]")) {
    const canvas = box.querySelector("canvas"), input = box.querySelector("input[type=file]");
    const pen = canvas.getContext("2d");
    let drawing = false, marked = false;
    if (!pen || typeof DataTransfer !== "function") continue;
    function blank() {
      pen.fillStyle = "#fff";
      pen.fillRect(0, 0, canvas.width, canvas.height);
      marked = false;
      input.value = "";
    }
    function at(event) {
      const place = canvas.getBoundingClientRect();
      return [(event.clientX - place.left) * canvas.width / place.width, (event.clientY - place.top) * canvas.height / place.height];
    }
    function keep() {
      if (!marked) return;
      canvas.toBlob(picture => {
        const hold = new DataTransfer();
        hold.items.add(new File([picture], "tanda-tangan.png", { type: "image/png" }));
        input.files = hold.files;
      }, "image/png");
    }
    canvas.addEventListener("pointerdown", event => {
      canvas.setPointerCapture(event.pointerId);
      drawing = true;
      pen.lineWidth = 3;
      pen.lineCap = "round";
      pen.strokeStyle = "#000";
      pen.beginPath();
      pen.moveTo(...at(event));
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", event => {
      if (!drawing) return;
      pen.lineTo(...at(event));
      pen.stroke();
      marked = true;
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { drawing = false; keep(); });
    box.querySelector("button").addEventListener("click", blank);
    blank();
    box.hidden = false;
  }
})();
