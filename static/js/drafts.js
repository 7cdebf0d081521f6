/* What was typed into a form survives an expired session, a closed tab and an error: this browser keeps it, by
   person and address, until the server says that it is saved, and offers it when the page is opened again. */
"use strict";
{
  const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;
  const PAUSE = 400;
  const LEFT_OUT = /^(csrfmiddlewaretoken|draft|revision|newest|clash|(was|pick|theirs)-.*)$/;
  const UNSEEN = /^(initial-.*|.*-(INITIAL|MIN_NUM|MAX_NUM)_FORMS)$/;
  const user = document.body.dataset.user;
  const prefix = `draft:${user}:`;
  const states = new WeakMap();

  function stored(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function store(key, record) {
    try {
      localStorage.setItem(key, JSON.stringify(record));
    } catch {
      /* A private window or a full store: the form works without. */
    }
  }

  function drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      /* As above. */
    }
  }

  function keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith("draft:"));
    } catch {
      return [];
    }
  }

  function controls(form) {
    return [...form.elements].filter(
      (control) => control.name && !LEFT_OUT.test(control.name) && !/^(password|file|submit|button)$/.test(control.type)
    );
  }

  /* What the form would post: pairs of name and value. */
  function fields(form) {
    const found = [];
    for (const control of controls(form)) {
      if (control.type === "checkbox" || control.type === "radio") {
        if (control.checked) {
          found.push([control.name, control.value]);
        }
      } else if (control.type === "select-multiple") {
        found.push(...[...control.selectedOptions].map((option) => [control.name, option.value]));
      } else {
        found.push([control.name, control.value]);
      }
    }
    return found;
  }

  function seen(pairs) {
    return JSON.stringify(pairs.filter(([name]) => !UNSEEN.test(name)).map((pair) => pair.join("\n")).sort());
  }

  function byName(pairs) {
    const values = new Map();
    for (const [name, value] of pairs) {
      values.set(name, [...(values.get(name) ?? []), value]);
    }
    return values;
  }

  function put(control, values) {
    const before = fieldState(control);
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = values.includes(control.value);
    } else if (control.type === "select-multiple") {
      for (const option of control.options) {
        option.selected = values.includes(option.value);
      }
    } else if (values.length) {
      control.value = values.shift();
    }
    if (fieldState(control) !== before) {
      control.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function fieldState(control) {
    const chosen = control.selectedOptions ? [...control.selectedOptions].map((option) => option.value).join() : "";
    return `${control.checked} ${control.value} ${chosen}`;
  }

  /* Rows that were added on the page do not stand on a fresh one: the server draws them where a button asks it to. */
  function restore(form, record) {
    const values = byName(record.fields);
    const present = new Set(controls(form).map((control) => control.name));
    const wasShownFirst = controls(form).sort((a, b) => UNSEEN.test(b.name) - UNSEEN.test(a.name));
    for (const control of wasShownFirst) {
      if (record.names.includes(control.name)) {
        put(control, values.get(control.name) ?? []);
      }
    }
    const missing = record.fields.filter(([name]) => !present.has(name));
    for (const [name, value] of missing) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    const redraw = form.querySelector("button[data-redraw]");
    if (missing.length && redraw) {
      form.requestSubmit(redraw);
    }
  }

  function keep(form) {
    const state = states.get(form);
    clearTimeout(state.timer);
    state.timer = 0;
    const pairs = fields(form);
    if (seen(pairs) !== state.shown) {
      const names = [...new Set(controls(form).map((control) => control.name))];
      store(state.key, { id: state.id, at: Date.now(), names, fields: pairs });
    } else if (stored(state.key)?.id === state.id) {
      drop(state.key);
    }
  }

  function offer(form, record) {
    const state = states.get(form);
    const box = document.createElement("section");
    box.className = "draft-offer";
    box.setAttribute("aria-label", "保存されていない入力");
    const when = new Date(record.at).toLocaleString("ja-JP", { dateStyle: "long", timeStyle: "short" });
    const sentence = document.createElement("p");
    sentence.textContent = `保存されていない入力があります（${when}）。`;
    const back = button("入力を戻す", "button button--key", () => {
      box.remove();
      state.id = record.id;
      mark(form);
      restore(form, record);
      form.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
    });
    const away = button("捨てる", "button", () => {
      box.remove();
      drop(state.key);
      form.querySelector("input:not([type=hidden]), select, textarea, button")?.focus();
    });
    box.append(sentence, back, away);
    form.before(box);
  }

  function button(label, className, act) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className, textContent: label });
    made.addEventListener("click", act);
    return made;
  }

  /* The form says which draft it posts, so that the server can say which one is saved. */
  function mark(form) {
    let input = form.elements.draft;
    if (!input) {
      input = document.createElement("input");
      Object.assign(input, { type: "hidden", name: "draft" });
      form.append(input);
    }
    input.value = states.get(form).id;
  }

  /* A page that came back with errors shows what was typed: its draft goes on, whatever it differs from. The
     server says so (`answered`): among what was typed stands what others saved meanwhile, and rows added. */
  function watch(form, answered, isAlone) {
    const key = `${prefix}${location.pathname}:${form.dataset.draft}`;
    const id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
    const pairs = fields(form);
    const record = stored(key);
    const isShownAgain = record !== null && (record.id === answered || seen(record.fields) === seen(pairs));
    const movedHere = isAlone && !record && answered; // posted from another page, which keeps its own record
    const state = { key, id: isShownAgain ? record.id : movedHere || id, shown: isShownAgain ? null : seen(pairs) };
    states.set(form, { ...state, timer: 0 });
    if (record && !isShownAgain) {
      offer(form, record);
    }
    mark(form);
  }

  function formOf(event) {
    const form = event.target.form ?? event.target;
    return states.has(form) ? form : null;
  }

  function later(event) {
    const form = formOf(event);
    if (form) {
      const state = states.get(form);
      clearTimeout(state.timer);
      state.timer = setTimeout(keep, PAUSE, form);
    }
  }

  /* The server keeps what stands in the form by now: what this browser kept is no longer newer. */
  function forgetKept(event) {
    const state = states.get(event.target);
    if (state) {
      state.shown = seen(fields(event.target));
      keep(event.target);
    }
  }

  /* What the server says of the draft that was posted last: a cookie that is read once. */
  function told(name) {
    const value = document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`))?.[1];
    if (value) {
      document.cookie = `${name}=; Max-Age=0; path=/; SameSite=Lax`;
    }
    return value;
  }

  function forgetSaved() {
    const saved = told("draft-saved");
    for (const key of keys()) {
      const record = stored(key);
      if (!record || record.id === saved || Date.now() - record.at > KEPT_FOR) {
        drop(key);
      }
    }
  }

  function keepTyped(form) {
    if (states.get(form).timer) {
      keep(form);
    }
  }

  if (user) {
    forgetSaved();
    const forms = [...document.querySelectorAll("form[data-draft]")];
    const answered = told("draft-shown");
    forms.forEach((form) => watch(form, answered, forms.length === 1));
    document.addEventListener("input", later);
    document.addEventListener("change", later);
    document.addEventListener("draft:kept", forgetKept);
    document.addEventListener("submit", (event) => {
      if ("forgetDrafts" in event.target.dataset) {
        forms.forEach((form) => states.delete(form));
        keys().filter((key) => key.startsWith(prefix)).forEach(drop);
      } else if (formOf(event)) {
        keep(event.target);
      }
    });
    window.addEventListener("pagehide", () => forms.filter((form) => states.has(form)).forEach(keepTyped));
  }
}
