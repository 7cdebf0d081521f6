/* A sheet of inputs: arrows and Enter move between cells, a rectangle from Excel is pasted and taken back.
   The sheet works without this script. Markup: [data-sheet] holds tr[data-line] with [data-cell] controls,
   [data-value] those of a table's own columns, th[data-head-column] their heads. */
"use strict";

(() => {
  const MOST_CELLS = 15000;
  const pastes = new WeakMap(); // the last paste of a sheet, until somebody types

  const sheetOf = (element) => element instanceof Element ? element.closest("[data-sheet]") : null;
  const linesOf = (sheet) => [...sheet.querySelectorAll("tr[data-line]")];
  const cellsOf = (line) => [...line.querySelectorAll("[data-cell]")];

  function say(sheet, text) {
    sheet.querySelector("[data-sheet-status]").textContent = text;
  }

  /* --- Moving ----------------------------------------------------------------------------------- */

  function cellBeside(cell, down, right) {
    const lines = linesOf(sheetOf(cell));
    const line = cell.closest("tr[data-line]");
    const cells = cellsOf(line);
    const target = lines[lines.indexOf(line) + down];
    return target ? cellsOf(target)[cells.indexOf(cell) + right] : undefined;
  }

  function isAll(cell) {
    return cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
  }

  /* Within a text the arrows move the caret; from its edge, or with all of it chosen, they leave the cell. */
  function leaves(cell, key) {
    const before = cell.value.slice(0, cell.selectionStart);
    const after = cell.value.slice(cell.selectionEnd);
    switch (key) {
      case "ArrowUp": return isAll(cell) || !before.includes("\n");
      case "ArrowDown": return isAll(cell) || !after.includes("\n");
      case "ArrowLeft": return isAll(cell) || (before === "" && cell.selectionStart === cell.selectionEnd);
      case "ArrowRight": return isAll(cell) || (after === "" && cell.selectionStart === cell.selectionEnd);
      default: return false;
    }
  }

  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  function go(event, cell, [down, right]) {
    const target = cellBeside(cell, down, right);
    event.preventDefault();
    if (target) {
      target.focus();
      target.select();
    }
  }

  document.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!sheetOf(cell) || !cell.matches("[data-cell]") || event.isComposing) {
      return;
    }
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Enter" && event.altKey && cell.matches("textarea")) {
      event.preventDefault();
      cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
      cell.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (event.key === "Enter" && isPlain) {
      go(event, cell, [event.shiftKey ? -1 : 1, 0]);
    } else if (event.key in STEPS && isPlain && !event.shiftKey && leaves(cell, event.key)) {
      go(event, cell, STEPS[event.key]);
    } else if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey) {
      const paste = pastes.get(sheetOf(cell));
      if (paste && paste.isFresh) {
        event.preventDefault();
        takeBack(sheetOf(cell));
      }
    }
  });

  document.addEventListener("input", (event) => {
    const paste = event.isTrusted && pastes.get(sheetOf(event.target));
    if (paste) {
      paste.isFresh = false; // Ctrl+Z is the typing's now; the button still takes the paste back
    }
  });

  /* --- Growing ---------------------------------------------------------------------------------- */

  /* Make a copied row or column the next one: its names, ids and labels count one on, its texts are empty. */
  function renew(copy, from, to, wordFrom, wordTo) {
    for (const element of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["name", "id", "aria-describedby", "value"]) {
        if (element.hasAttribute(name) && (name !== "value" || element.matches("button"))) {
          element.setAttribute(name, element.getAttribute(name).replace(from, to));
        }
      }
      if (element.hasAttribute("aria-label")) {
        element.setAttribute("aria-label", element.getAttribute("aria-label").replace(wordFrom, wordTo));
      }
      if (element.matches("[data-cell], .small-sheet__input, [data-at]")) {
        element.value = "";
        element.removeAttribute("value");
        element.removeAttribute("aria-invalid");
        delete element.dataset.pasted;
      }
      if (element.matches("[data-remove]")) {
        element.checked = false;
      }
    }
    for (const error of copy.querySelectorAll(".small-sheet__error")) {
      error.remove();
    }
    return copy;
  }

  function addRow(sheet) {
    const last = linesOf(sheet).at(-1);
    const count = sheet.querySelector("[data-sheet-rows]");
    const n = Number(count.value);
    const prefix = sheet.dataset.sheet;
    const pattern = new RegExp(`^(${prefix}-)${n - 1}(-)|(:)${n - 1}$`);
    const put = (_, before, after, colon) => before ? `${before}${n}${after}` : `${colon}${n}`;
    const copy = renew(last.cloneNode(true), pattern, put, `${n}行目`, `${n + 1}行目`);
    copy.querySelector("[data-line-number]").textContent = n + 1;
    last.after(copy);
    count.value = n + 1;
    return [copy];
  }

  function addColumn(sheet) {
    const count = sheet.querySelector("[data-sheet-columns]");
    const n = Number(count.value);
    const head = [...sheet.querySelectorAll("[data-head-column]")].at(-1);
    const inHead = new RegExp(`(-c)${n - 1}(-)|(:)${n - 1}$`);
    const put = (_, before, after, colon) => before ? `${before}${n}${after}` : `${colon}${n}`;
    const copies = [renew(head.cloneNode(true), inHead, put, `${n}列目`, `${n + 1}列目`)];
    head.after(copies[0]);
    copies[0].querySelector("[data-head]").placeholder = `列 ${n + 1}`;
    for (const line of linesOf(sheet)) {
      const last = [...line.querySelectorAll("[data-value]")].at(-1).closest("td");
      const copy = renew(last.cloneNode(true), new RegExp(`-v${n - 1}(?=$|_)`), `-v${n}`, `${n}列目`, `${n + 1}列目`);
      last.after(copy);
      copies.push(copy);
    }
    count.value = n + 1;
    return copies;
  }

  /* --- Pasting ---------------------------------------------------------------------------------- */

  /* Read what Excel puts on the clipboard: tabs and line breaks, quotes around a cell that holds either. */
  function rectangle(text) {
    const rows = [[""]];
    let isQuoted = false;
    const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
    for (let at = 0; at < body.length; at += 1) {
      const letter = body[at];
      const row = rows.at(-1);
      if (isQuoted && letter === '"' && body[at + 1] === '"') {
        row[row.length - 1] += '"';
        at += 1;
      } else if (letter === '"' && (isQuoted || row.at(-1) === "")) {
        isQuoted = !isQuoted;
      } else if (letter === "\t" && !isQuoted) {
        row.push("");
      } else if (letter === "\n" && !isQuoted) {
        rows.push([""]);
      } else {
        row[row.length - 1] += letter;
      }
    }
    return rows;
  }

  function write(paste, control, text) {
    paste.cells.push([control, control.value]);
    control.value = control.matches("textarea") ? text.trim() : text.trim().replace(/\s*\n\s*/g, " ");
    control.dataset.pasted = "";
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function fill(sheet, cell, rows) {
    const paste = { cells: [], added: [], rows: 0, columns: 0, isFresh: true };
    const first = linesOf(sheet).indexOf(cell.closest("tr[data-line]"));
    const start = cellsOf(cell.closest("tr[data-line]")).indexOf(cell);
    const isGrowing = () => {
      const cells = cellsOf(linesOf(sheet)[first]);
      const last = cells.findLastIndex((one) => one.matches("[data-value]"));
      return start <= last && start + width > last + 1;
    };
    const width = Math.max(...rows.map((row) => row.length));
    while (sheet.querySelector("[data-sheet-columns]") && isGrowing()) {
      paste.added.push(...addColumn(sheet));
      paste.columns += 1;
    }
    const heads = sheet.querySelector("[data-sheet-heads]:checked") ? rows.shift() : null;
    if (heads) {
      const offset = cellsOf(linesOf(sheet)[first]).findIndex((one) => one.matches("[data-value]"));
      const inputs = [...sheet.querySelectorAll("[data-head]")];
      heads.forEach((text, n) => {
        const input = inputs[start + n - offset];
        if (input && text.trim()) {
          write(paste, input, text);
        }
      });
    }
    while (linesOf(sheet).length < first + rows.length) {
      paste.added.push(...addRow(sheet));
      paste.rows += 1;
    }
    const lines = linesOf(sheet);
    let isCut = false;
    rows.forEach((row, down) => {
      const cells = cellsOf(lines[first + down]);
      row.forEach((text, right) => {
        const target = cells[start + right];
        isCut = isCut || (!target && text.trim() !== "");
        if (target) {
          write(paste, target, text);
        }
      });
    });
    pastes.set(sheet, paste);
    sheet.querySelector("[data-sheet-undo]").hidden = false;
    say(sheet, `${rows.length}行×${width}列を貼り付けました。${isCut ? "右にはみ出したところは入れていません。" : ""}まだ保存していません。`);
  }

  function takeBack(sheet) {
    const paste = pastes.get(sheet);
    for (const added of paste.added) {
      added.remove();
    }
    for (const [control, text] of paste.cells.reverse()) {
      control.value = text;
      delete control.dataset.pasted;
      if (control.isConnected) {
        control.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
    for (const [name, added] of [["rows", paste.rows], ["columns", paste.columns]]) {
      const count = sheet.querySelector(`[data-sheet-${name}]`);
      if (count) {
        count.value = Number(count.value) - added;
      }
    }
    pastes.delete(sheet);
    sheet.querySelector("[data-sheet-undo]").hidden = true;
    say(sheet, "貼り付けを元に戻しました。");
  }

  document.addEventListener("paste", (event) => {
    const cell = event.target;
    const sheet = sheetOf(cell);
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!sheet || !cell.matches("[data-cell]") || !/[\t\n\r]/.test(text.replace(/\r?\n$/, ""))) {
      return;
    }
    event.preventDefault();
    const rows = rectangle(text);
    if (rows.length * Math.max(...rows.map((row) => row.length)) > MOST_CELLS) {
      say(sheet, `貼り付ける範囲が大きすぎます（${MOST_CELLS}セルまで）。分けて貼り付けてください。`);
      return;
    }
    fill(sheet, cell, rows);
  });

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("[data-sheet-undo]");
    if (button) {
      const sheet = sheetOf(button);
      takeBack(sheet);
      sheet.querySelector("[data-cell]").focus();
    }
  });
})();
