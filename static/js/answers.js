/* The form of one answer: saves itself while one types, asks only what is due, counts letters, takes over last year.
   <form data-answer="/…/draft/" data-short>: the address keeps the draft; data-short: something is late or below target. */
"use strict";
{
  const PAUSE = 900;
  const RETRY = 15000;
  const states = new WeakMap();
  const answers = () => [...document.querySelectorAll("form[data-answer]")];

  const chosen = (form, name) => form.querySelector(`[name="${name}"]:checked`)?.value ?? "";

  /* What is not asked is out of sight; what holds a text or an error is always shown. */
  function fold(form) {
    const isLate = chosen(form, "situation") === "late";
    const isShort = isLate || "short" in form.dataset;
    for (const part of form.querySelectorAll("[data-late]")) {
      part.hidden = !isLate;
    }
    for (const part of form.querySelectorAll("[data-issues]")) {
      const isFilled = part.querySelector("textarea").value.trim() !== "";
      part.hidden = !isShort && !isFilled && !part.querySelector(".field__error, .answer__remark");
    }
    for (const part of form.querySelectorAll("[data-wish]")) {
      part.hidden = chosen(form, "wish") !== "change" && !part.querySelector(".field__error");
    }
  }

  function count(form) {
    for (const place of form.querySelectorAll("[data-counts]")) {
      const control = document.getElementById(place.dataset.counts);
      place.textContent = `${[...control.value].length}／目安 ${control.dataset.count}字`;
    }
  }

  function say(form, text, isFailure) {
    const place = form.querySelector("[data-saved]");
    if (place.textContent !== text) {
      place.textContent = text;
    }
    place.toggleAttribute("data-failed", isFailure);
  }

  function body(form) {
    const data = new FormData(form);
    for (const [name, value] of [...data]) {
      if (value instanceof File || /^(draft|clash|newest|action)$|^(pick|theirs)-/.test(name)) {
        data.delete(name);
      }
    }
    return data;
  }

  /* The server says which revision the draft has now; a draft of somebody else is shown on the page, side by side. */
  async function save(form) {
    const state = states.get(form);
    state.timer = 0;
    if (state.isSaving || state.isLeaving) {
      state.isWaiting = state.isSaving;
      return;
    }
    state.isSaving = true;
    try {
      const answer = await fetch(form.dataset.answer, { method: "POST", body: body(form), redirect: "error" });
      const told = await answer.json();
      if (answer.ok) {
        saved(form, told);
      } else {
        say(form, told.refused, true);
        offerChoice(form, told.is_conflict);
      }
    } catch {
      say(form, "保存できませんでした。入力はこのブラウザに残っています。", true);
      later(form, RETRY);
    }
    state.isSaving = false;
    if (state.isWaiting) {
      state.isWaiting = false;
      later(form, PAUSE);
    }
  }

  function saved(form, told) {
    form.elements.revision.value = told.revision;
    form.toggleAttribute("data-short", told.is_short);
    fold(form);
    if (!states.get(form).timer) {
      say(form, `保存しました ${told.at}`, false);
      form.dispatchEvent(new CustomEvent("draft:kept", { bubbles: true }));
    }
  }

  function offerChoice(form, isConflict) {
    const place = form.querySelector("[data-saved]");
    if (!isConflict || place.querySelector("button")) {
      return;
    }
    const button = document.createElement("button");
    Object.assign(button, { type: "submit", name: "action", value: "save", className: "link-button" });
    button.textContent = "見比べて選ぶ";
    place.append(" ", button);
  }

  function later(form, pause) {
    const state = states.get(form);
    clearTimeout(state.timer);
    state.timer = setTimeout(save, pause, form);
  }

  function changed(event) {
    const form = event.target.form;
    if (!states.has(form) || event.target.type === "file") {
      return;
    }
    fold(form);
    count(form);
    later(form, PAUSE);
  }

  document.addEventListener("input", changed);
  document.addEventListener("change", changed);

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-same]");
    const text = button && document.getElementById(button.value)?.textContent;
    if (!text) {
      return;
    }
    event.preventDefault();
    const control = document.getElementById(button.dataset.same);
    control.value = text;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.focus();
  });

  document.addEventListener("submit", (event) => {
    const state = states.get(event.target);
    if (state) {
      clearTimeout(state.timer);
      state.isLeaving = true;
    }
  });

  /* Back from another page: the draft may have gone on without this form. */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && answers().length) {
      location.reload();
    }
  });

  /* A tab that is closed in the middle of a pause: what was typed last goes out on the way. */
  window.addEventListener("pagehide", () => {
    for (const form of answers()) {
      const state = states.get(form);
      if (state.timer && !state.isLeaving) {
        navigator.sendBeacon(form.dataset.answer, body(form));
      }
    }
  });

  /* One comes to this page to write: the first control has the focus, unless something is to be read before. */
  function begin(form) {
    if (form.querySelector("[autofocus], [role=alert]") || document.activeElement !== document.body) {
      return;
    }
    const first = form.querySelector(".answer__now input, .answer__now textarea");
    const control = form.querySelector(`[name="${first?.name}"]:checked`) ?? first;
    control?.focus({ preventScroll: true });
  }

  for (const form of answers()) {
    states.set(form, { timer: 0, isSaving: false, isWaiting: false, isLeaving: false });
    fold(form);
    count(form);
    begin(form);
  }
}
