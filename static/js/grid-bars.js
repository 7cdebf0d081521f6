/* Draws the selects of <table data-grid> as the bars of a schedule, again whenever one of them changes. The
   buttons with data-phase tell the stage of each phase. */
"use strict";

{
  const stages = new Map();

  function draw(line) {
    const cells = [...line.querySelectorAll("td:has(> select)")];
    const blank = line.dataset.blank ?? "";
    const values = cells.map((cell) => cell.querySelector("select").value);
    cells.forEach((cell, n) => {
      const value = values[n];
      const comesOn = Boolean(value) && values[n - 1] === value;
      const isChanged = value !== cell.querySelector("input").value;
      const bar = cell.querySelector("div") ?? cell.appendChild(document.createElement("div"));
      bar.className = `edit-grid__phase ${value ? "phase bar" : blank && "edit-grid__phase--unknown"}`;
      bar.textContent = comesOn ? "" : value || blank || "―";
      bar.dataset.stage = stages.get(value) ?? "";
      cell.toggleAttribute("data-comes-on", comesOn);
      cell.toggleAttribute("data-goes-on", Boolean(value) && values[n + 1] === value);
      cell.toggleAttribute("data-changed", isChanged);
      cell.ariaLabel = `${value || blank || "予定なし"}${comesOn ? "（続き）" : ""}${isChanged ? "、未保存" : ""}`;
    });
  }

  document.addEventListener("input", (event) => {
    const line = event.target.closest("[data-grid] [data-measure]");
    if (line) {
      draw(line);
    }
  });
  for (const button of document.querySelectorAll("[data-phase]")) {
    stages.set(button.dataset.phase, button.dataset.stage);
  }
  document.querySelectorAll("[data-grid] [data-measure]").forEach(draw);
}
