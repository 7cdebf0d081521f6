/* The schedule grid as an instrument: <table data-grid> whose cells hold a select each. The selects stay the
   truth: keys, mouse and the buttons of [data-grid-bar] (data-phase, data-grid-do) set them, and an `input`
   event says so, on which grid-bars.js draws and unsaved.js counts. Esc leads to [data-grid-leave]. */
"use strict";

{
  const table = document.querySelector("[data-grid]");
  const form = table?.closest("form");
  const find = (selector) => form.querySelector(selector);
  const keys = [];
  const rows = []; // of the table: the head, then its cells by year; bands are none
  const placeOf = new Map(); // cell → [row, column]
  const selectOf = (cell) => cell.querySelector("select");
  const undone = [];
  const done = []; // steps: [{select, from, to}]
  let active = [0, 0];
  let anchor = null;
  let selected = new Set();
  let isDragging = false;

  function say(text) {
    find("[data-grid-said]").textContent = text;
  }

  function select(cells) {
    for (const cell of selected) {
      cell.ariaSelected = "false";
    }
    selected = new Set(cells);
    for (const cell of selected) {
      cell.ariaSelected = "true";
    }
  }

  function goTo(place, { isRange = false } = {}) {
    const [before, cell] = [rows[active[0]][active[1]], rows[place[0]][place[1]]];
    before.tabIndex = -1;
    cell.tabIndex = 0;
    active = place;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (isRange && anchor) {
      select(between(anchor, place));
    } else {
      anchor = place;
      select(place[1] ? [cell] : []);
    }
  }

  function between([r1, c1], [r2, c2]) {
    const [top, bottom] = [Math.min(r1, r2), Math.max(r1, r2)];
    const [left, right] = [Math.max(1, Math.min(c1, c2)), Math.max(c1, c2)];
    return rows.slice(top, bottom + 1).flatMap((row) => row.slice(left, right + 1));
  }

  /* Return the nearest place in a direction; rows of several tracks have a head and no years. */
  function beside([row, column], down, right) {
    let place = [row + down, column + right];
    while (rows[place[0]] && !rows[place[0]][place[1]]) {
      if (right) {
        return null;
      }
      place = [place[0] + down, column];
    }
    return rows[place[0]] ? place : null;
  }

  function move(down, right, options) {
    const place = beside(active, down, right);
    if (place) {
      goTo(place, options);
    }
    return Boolean(place);
  }

  function write(step, side) {
    for (const change of step) {
      change.select.value = change[side];
      change.select.dispatchEvent(new Event("input", { bubbles: true }));
    }
    find('[data-grid-do="undo"]').disabled = !done.length;
    find('[data-grid-do="redo"]').disabled = !undone.length;
  }

  function change(wanted) {
    const step = wanted
      .map(([cell, to]) => ({ select: selectOf(cell), from: selectOf(cell).value, to }))
      .filter(({ from, to }) => from !== to);
    if (step.length) {
      done.push(step);
      undone.length = 0;
      write(step, "to");
    }
    return step.length;
  }

  function choose(phase) {
    change([...selected].map((cell) => [cell, phase]));
    say(`${phase || "予定なし"}${selected.size > 1 ? `、${selected.size} セル` : ""}`);
  }

  /* Carry the phase of each selected row on by a year: its outermost selected cell, and the one beside it. */
  function carry(direction) {
    const outermost = new Map();
    for (const cell of selected) {
      const [row, column] = placeOf.get(cell);
      const other = outermost.get(row) ?? column;
      outermost.set(row, direction > 0 ? Math.max(other, column) : Math.min(other, column));
    }
    const wanted = [];
    for (const [row, column] of outermost) {
      const [value, next] = [selectOf(rows[row][column]).value, column + direction];
      if (value && next > 0 && rows[row][next]) {
        wanted.push([rows[row][next], value]);
      }
    }
    if (wanted.length) {
      change(wanted);
      const [row] = active;
      goTo([row, (outermost.get(row) ?? active[1]) + direction]);
      select(wanted.map(([cell]) => cell));
      say("続けました");
    } else {
      say("続ける工程がありません");
    }
  }

  function turn(from, to, side, word) {
    const step = from.pop();
    if (step) {
      to.push(step);
      write(step, side);
      goTo(placeOf.get(step[0].select.parentElement));
      select(step.map((one) => one.select.parentElement));
      say(`${word}${step.length} セル`);
    }
  }

  const acts = {
    clear: () => choose(""),
    carry: () => carry(1),
    undo: () => turn(done, undone, "from", "元に戻しました："),
    redo: () => turn(undone, done, "to", "やり直しました："),
  };

  const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const widgetsIn = (head) => head.querySelectorAll("a, button, input:not([type=hidden]), select");

  function enter(head) {
    const widgets = [...widgetsIn(head)];
    for (const widget of widgets) {
      widget.tabIndex = 0;
    }
    widgets[0]?.focus();
  }

  function commandOf(event) {
    const letter = event.key.toLowerCase();
    if (letter === "z") {
      return event.shiftKey ? acts.redo : acts.undo;
    }
    return letter === "y" ? acts.redo : null;
  }

  function actOf(event) {
    const [key, isCommand] = [event.key, event.ctrlKey || event.metaKey];
    const arrow = ARROWS[key];
    const phase = keys[Number(key.normalize("NFKC")) - 1];
    const isCell = active[1] > 0;
    switch (true) {
      case event.altKey:
        return null;
      case Boolean(arrow) && event.shiftKey && (isCommand || arrow[0] !== 0):
        return () => move(...arrow, { isRange: true });
      case Boolean(arrow) && event.shiftKey:
        return isCell ? () => carry(arrow[1]) : null;
      case Boolean(arrow):
        return () => move(...arrow);
      case key === "Home" || key === "End":
        return () => goTo([active[0], key === "Home" ? 0 : rows[active[0]].length - 1]);
      case isCommand:
        return commandOf(event);
      case phase !== undefined && isCell:
        return () => choose(phase);
      case (key === "Delete" || key === "Backspace") && isCell:
        return acts.clear;
      case (key === "Enter" || key === "F2") && !isCell:
        return () => enter(rows[active[0]][0]);
      case key === "Escape":
        return () => find("[data-grid-leave]").focus();
      default:
        return null;
    }
  }

  function onKey(event) {
    const head = event.target.closest("th");
    if (head && event.target !== head) {
      if (event.key === "Escape") {
        head.focus();
      }
      return;
    }
    const act = placeOf.has(event.target) ? actOf(event) : null;
    if (act) {
      event.preventDefault();
      act();
    }
  }

  function onMouseDown(event) {
    const cell = event.target.closest("td, th");
    if (!placeOf.has(cell) || !placeOf.get(cell)[1] || event.button) {
      return;
    }
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      const others = new Set(selected);
      others.delete(cell) || others.add(cell);
      goTo(placeOf.get(cell));
      select(others);
    } else {
      isDragging = true;
      goTo(placeOf.get(cell), { isRange: event.shiftKey });
    }
  }

  function onMouseOver(event) {
    const place = placeOf.get(event.target.closest("td"));
    if (isDragging && place?.[1]) {
      goTo(place, { isRange: true });
    }
  }

  function onButton(event) {
    const button = event.target.closest("[data-phase], [data-grid-do]");
    if (button?.dataset.phase) {
      choose(button.dataset.phase);
    } else if (button) {
      acts[button.dataset.gridDo]();
    }
  }

  function begin() {
    for (const button of form.querySelectorAll("[data-phase]")) {
      keys.push(button.dataset.phase);
    }
    for (const line of table.querySelectorAll("tbody > [data-measure]")) {
      const row = [line.querySelector("th"), ...line.querySelectorAll("td:has(> select)")];
      row.forEach((cell, column) => {
        cell.tabIndex = -1;
        placeOf.set(cell, [rows.length, column]);
        if (column) {
          cell.ariaSelected = "false";
        } else {
          widgetsIn(cell).forEach((widget) => (widget.tabIndex = -1));
        }
      });
      rows.push(row);
    }
    active = [rows.findIndex((row) => row.length > 1), 1];
    rows[active[0]][1].tabIndex = 0;
    table.role = "grid";
    table.ariaMultiSelectable = "true";
    table.dataset.grid = "ready";
    form.querySelectorAll("[data-grid-only]").forEach((part) => (part.hidden = false));
    find("[data-grid-region]").removeAttribute("tabindex");

    table.addEventListener("keydown", onKey);
    table.addEventListener("mousedown", onMouseDown);
    table.addEventListener("mouseover", onMouseOver);
    table.addEventListener("focusin", (event) => {
      const place = placeOf.get(event.target);
      if (place && String(place) !== String(active)) {
        goTo(place);
      }
    });
    table.addEventListener("focusout", (event) => {
      const head = event.target.closest("tbody th");
      if (head && !head.contains(event.relatedTarget)) {
        widgetsIn(head).forEach((widget) => (widget.tabIndex = -1));
      }
    });
    document.addEventListener("mouseup", () => (isDragging = false));
    find("[data-grid-bar]").addEventListener("mousedown", (event) => {
      if (event.target.closest("[role=toolbar]")) {
        event.preventDefault(); // the cell keeps the focus
      }
    });
    find("[data-grid-bar]").addEventListener("click", onButton);
  }

  if (table?.querySelector("select")) {
    begin();
  }
}
