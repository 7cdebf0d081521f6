/* A form that says what in it is unsaved, warns before it is left, and posts only what was changed.
   <form data-unsaved data-unit="施策">: each control posts what it was shown in `initial-<name>`. */
"use strict";

{
  const forms = new Map();

  const valueOf = (control) => (control.type === "checkbox" ? (control.checked ? "on" : "") : control.value);

  class Unsaved {
    constructor(form) {
      this.form = form;
      this.counter = form.querySelector("[data-unsaved-count]");
      this.shown = new Map();
      const byName = new Map();
      for (const control of form.elements) {
        byName.set(control.name, control);
      }
      for (const [name, hidden] of byName) {
        const control = name.startsWith("initial-") && byName.get(name.slice("initial-".length));
        if (control) {
          this.shown.set(control, hidden);
        }
      }
      this.changed = new Set([...this.shown.keys()].filter((control) => this.isChanged(control)));
      this.say();
    }

    isChanged(control) {
      return valueOf(control) !== this.shown.get(control).value;
    }

    note(control) {
      if (this.shown.has(control)) {
        this.changed[this.isChanged(control) ? "add" : "delete"](control);
        this.say();
      }
    }

    say() {
      if (!this.counter) {
        return;
      }
      const all = [...this.changed];
      const rows = new Set(all.map((control) => control.closest("[data-measure]")?.dataset.measure));
      const cells = all.filter((control) => control.closest("td")).length;
      const others = all.length - cells;
      const parts = [`${rows.size} ${this.form.dataset.unit}`, `${cells} セル`];
      if (others) {
        parts.push(`内訳 ${others} か所`);
      }
      this.counter.hidden = false;
      this.counter.textContent = all.length ? `未保存 ${parts.join("、")}` : "未保存の変更はありません";
      this.counter.toggleAttribute("data-some", all.length > 0);
    }
  }

  document.addEventListener("input", (event) => {
    forms.get(event.target.form)?.note(event.target);
  });

  document.addEventListener("submit", (event) => {
    const unsaved = forms.get(event.target);
    if (unsaved && !event.defaultPrevented) {
      unsaved.isLeaving = true;
    }
  });

  document.addEventListener("formdata", (event) => {
    const unsaved = forms.get(event.target);
    for (const [control, hidden] of unsaved?.shown ?? []) {
      if (!unsaved.isChanged(control)) {
        event.formData.delete(control.name);
        event.formData.delete(hidden.name);
      }
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if ([...forms.values()].some((unsaved) => unsaved.changed.size && !unsaved.isLeaving)) {
      event.preventDefault();
    }
  });

  window.addEventListener("pageshow", () => {
    for (const unsaved of forms.values()) {
      unsaved.isLeaving = false;
    }
  });

  for (const form of document.querySelectorAll("form[data-unsaved]")) {
    forms.set(form, new Unsaved(form));
  }
}
