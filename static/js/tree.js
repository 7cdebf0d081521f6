/* A tree of policies or chapters: Alt with an arrow key moves the node one step, dragging moves it anywhere.
   The buttons do the same without this script. After a move the focus stays with the node and a status says
   where it is now. Markup: [data-tree] holds li[data-node][data-move]; [data-drag] is the grip. */
"use strict";

(() => {
  const STEPS = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };
  const EDGE = 0.3; // the upper and lower part of a node that mean before and after it
  let dragged = null;

  function say(text) {
    const status = document.querySelector("[data-tree-status]");
    if (status && text) {
      status.textContent = "";
      window.setTimeout(() => { status.textContent = text; }, 50);
    }
  }

  function branchOf(element) {
    return element instanceof Element ? element.closest("[data-tree] [data-node]") : null;
  }

  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const branch = branchOf(event.target);
    if (!step || !branch || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    const button = branch.querySelector(`.tree-edit__step[value="${step}"]`);
    if (button.disabled) {
      say(`${button.title}は、これ以上できません。`);
    } else {
      branch.closest("[data-tree]").dataset.keyboard = "";
      button.click();
    }
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target.matches("[data-tree]") && "keyboard" in event.target.dataset) {
      document.activeElement.blur();
    }
  });

  /* The button that was pressed keeps the focus by its id; where it is gone, the node's name takes it. */
  document.addEventListener("htmx:afterSettle", () => {
    const tree = document.querySelector("[data-tree][data-moved]");
    if (!tree || !tree.dataset.moved) {
      return;
    }
    const name = document.getElementById(`name-${tree.dataset.moved}`);
    if (name && (document.activeElement === document.body || document.activeElement?.disabled)) {
      name.focus();
    }
    say(tree.dataset.said);
    tree.dataset.moved = "";
  });

  /* --- Dragging --------------------------------------------------------------------------------- */

  document.addEventListener("pointerdown", (event) => {
    const grip = event.target instanceof Element && event.target.closest("[data-drag]");
    for (const branch of document.querySelectorAll("[data-tree] [data-node][draggable]")) {
      branch.removeAttribute("draggable");
    }
    if (grip) {
      branchOf(grip).setAttribute("draggable", "true");
    }
  });

  document.addEventListener("dragstart", (event) => {
    const branch = branchOf(event.target);
    if (branch && branch === event.target) {
      dragged = branch;
      branch.dataset.dragged = "";
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", branch.dataset.node);
    }
  });

  function clearMarks() {
    for (const node of document.querySelectorAll("[data-over]")) {
      delete node.dataset.over;
    }
  }

  function placeOver(event) {
    const node = event.target instanceof Element ? event.target.closest("[data-tree] [data-drop]") : null;
    if (!dragged || !node || dragged.contains(node)) {
      return null;
    }
    const box = node.getBoundingClientRect();
    const part = (event.clientY - box.top) / box.height;
    return { node, where: part < EDGE ? "before" : part > 1 - EDGE ? "after" : "into" };
  }

  document.addEventListener("dragover", (event) => {
    const over = placeOver(event);
    clearMarks();
    if (over) {
      event.preventDefault();
      over.node.dataset.over = over.where;
    }
  });

  function nextSibling(branch) {
    let next = branch.nextElementSibling;
    while (next && next === dragged) {
      next = next.nextElementSibling;
    }
    return next;
  }

  document.addEventListener("drop", (event) => {
    const over = placeOver(event);
    if (!over) {
      return;
    }
    event.preventDefault();
    const target = over.node.closest("[data-node]");
    const above = target.parentElement.closest("[data-node]");
    const before = over.where === "before" ? target : nextSibling(target);
    const values = {
      to: "place",
      parent: over.where === "into" ? target.dataset.node : above?.dataset.node ?? "",
      before: over.where === "into" ? "" : before?.dataset.node ?? "",
      csrfmiddlewaretoken: document.querySelector("[data-tree-form] [name=csrfmiddlewaretoken]").value,
    };
    window.htmx.ajax("POST", dragged.dataset.move, { target: "#tree", swap: "outerHTML", values });
  });

  document.addEventListener("dragend", () => {
    clearMarks();
    if (dragged) {
      delete dragged.dataset.dragged;
      dragged.removeAttribute("draggable");
      dragged = null;
    }
  });
})();
