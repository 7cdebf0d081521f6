/* Rows one picks: how many are picked, all at once, and on the page of 回答課 how many are undecided still. */
"use strict";

{
  function picked(form) {
    const boxes = [...form.querySelectorAll("input[name=report]:checked")];
    return new Set(boxes.map((box) => box.dataset.department)).size;
  }

  function sayPicked(form) {
    for (const place of form.querySelectorAll("[data-picked]")) {
      place.textContent = `${picked(form)}課を選択中`;
      place.hidden = false;
    }
  }

  function sayAssigned(form) {
    const rows = [...form.querySelectorAll("[data-row]")];
    const open = rows.filter(
      (row) => row.querySelector("[data-asked]").checked && !row.querySelector("[data-lead]").value,
    );
    const elsewhere = Number(form.dataset.elsewhere);
    form.querySelector("[data-undecided]").textContent = open.length + elsewhere;
    for (const row of rows) {
      row.classList.toggle("assignments__row--open", open.includes(row));
    }
    const count = form.querySelectorAll("input[name=pick]:checked").length;
    const place = form.querySelector("[data-picked-count]");
    place.textContent = count ? `${count}行　` : "";
    place.hidden = !count;
  }

  function sayRelated(details) {
    const labels = [...details.querySelectorAll("input:checked")].map((box) => box.parentElement.textContent);
    details.querySelector("summary").textContent = labels.join("、") || "なし";
  }

  for (const form of document.querySelectorAll("[data-picking]")) {
    sayPicked(form);
  }
  for (const place of document.querySelectorAll("[data-pick-all]")) {
    place.hidden = false;
  }

  document.addEventListener("change", (event) => {
    const picking = event.target.closest("[data-picking]");
    if (picking) {
      sayPicked(picking);
    }
    const form = event.target.closest("[data-assignments]");
    if (!form) {
      return;
    }
    if (event.target.closest("[data-pick-all]")) {
      for (const box of form.querySelectorAll("input[name=pick]")) {
        box.checked = event.target.checked;
      }
    }
    if (event.target.closest("details")) {
      sayRelated(event.target.closest("details"));
    }
    sayAssigned(form);
  });
}
