/* A button that copies a field: <button data-copy="id">; <p data-copied="id"> says so. Needs a secure page. */
"use strict";

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) {
    return;
  }
  const field = document.getElementById(button.dataset.copy);
  const note = document.querySelector(`[data-copied="${button.dataset.copy}"]`);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    note.textContent = "写しました。";
  } catch {
    note.textContent = "写せませんでした。選ばれている文字をCtrl+Cで写してください。";
  }
});
