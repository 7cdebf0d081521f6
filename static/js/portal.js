/* Small improvements of pages that already work: the menu of narrow screens, questions before acts, short addresses. */
"use strict";

const narrow = window.matchMedia("(max-width: 75rem)");

function foldMenus() {
  for (const menu of document.querySelectorAll("[data-menu]")) {
    menu.open = !narrow.matches;
    menu.dataset.menu = "ready";
  }
}

narrow.addEventListener("change", foldMenus);
foldMenus();

document.addEventListener("submit", (event) => {
  const question = event.target.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
  }
});

/* A search form leaves empty fields out of its address. */
document.addEventListener("formdata", (event) => {
  if ("brief" in event.target.dataset) {
    for (const name of new Set(event.formData.keys())) {
      if (event.formData.getAll(name).every((value) => value === "")) {
        event.formData.delete(name);
      }
    }
  }
});
