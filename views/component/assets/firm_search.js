/* A search box: what is typed goes to Python after a short pause, the hits come back as data.
   Arrow keys, Enter and Escape work; every text goes into textContent. */
const liantuBoxes = new WeakMap();
const LIANTU_PAUSE = 150;

function liantuSearchBox(parentElement) {
  const box = document.createElement("div");
  box.className = "lt-search";
  const label = document.createElement("label");
  const input = document.createElement("input");
  const list = document.createElement("ul");
  const id = "lt-search-" + Math.random().toString(36).slice(2);
  input.type = "text";
  input.id = id;
  label.htmlFor = id;
  input.autocomplete = "off";
  input.spellcheck = false;
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", id + "-list");
  list.id = id + "-list";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  box.append(label, input, list);
  parentElement.appendChild(box);
  const held = { box, label, input, list, at: 0, hits: [], asked: "", timer: 0, typing: false };
  liantuSearchListen(held);
  return held;
}

function liantuSearchListen(held) {
  const { input, list } = held;
  input.addEventListener("focus", () => { input.select(); liantuSearchShow(held, held.typing); });
  input.addEventListener("blur", () => liantuSearchLeave(held));
  input.addEventListener("input", (event) => {
    held.typing = true;
    if (!event.isComposing) liantuSearchAsk(held);
  });
  input.addEventListener("compositionend", () => liantuSearchAsk(held));
  input.addEventListener("keydown", (event) => liantuSearchKey(held, event));
  list.addEventListener("mousedown", (event) => {
    const row = event.target.closest("li[data-id]");
    event.preventDefault();
    if (row) liantuSearchChoose(held, row.dataset.id);
  });
}

function liantuSearchAsk(held) {
  clearTimeout(held.timer);
  const text = held.input.value.trim();
  held.wanted = text;
  held.pick = false;
  if (!text) return liantuSearchShow(held, false);
  held.timer = setTimeout(() => {
    if (text !== held.asked) held.emit("query", text);
    held.asked = text;
  }, LIANTU_PAUSE);
}

function liantuSearchKey(held, event) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    if (held.list.hidden) return liantuSearchShow(held, true);
    held.at = (held.at + step + held.hits.length) % Math.max(1, held.hits.length);
    liantuSearchMark(held);
  } else if (event.key === "Enter") {
    event.preventDefault();
    const hit = held.hits[held.at];
    if (held.answered === held.wanted && hit) liantuSearchChoose(held, hit[0]);
    else held.pick = Boolean(held.wanted);
  } else if (event.key === "Escape") {
    liantuSearchShow(held, false);
  }
}

function liantuSearchChoose(held, id) {
  const hit = held.hits.find((row) => row[0] === id);
  held.typing = false;
  held.pick = false;
  held.input.value = hit ? hit[1] : held.input.value;
  held.shown = held.input.value;
  liantuSearchShow(held, false);
  held.input.blur();
  held.emit("chosen", id);
}

function liantuSearchLeave(held) {
  liantuSearchShow(held, false);
  clearTimeout(held.timer);
  held.typing = false;
  held.wanted = held.asked = "";
  held.input.value = held.shown || "";
}

function liantuSearchShow(held, open) {
  held.list.hidden = !open || !held.input.value.trim();
  held.input.setAttribute("aria-expanded", String(!held.list.hidden));
}

function liantuSearchMark(held) {
  [...held.list.children].forEach((row, index) => {
    row.setAttribute("aria-selected", String(index === held.at));
    if (index === held.at && row.scrollIntoView) row.scrollIntoView({ block: "nearest" });
  });
}

function liantuSearchRow(hit) {
  const [id, name, hint, mark] = hit;
  const row = document.createElement("li");
  row.dataset.id = id;
  row.setAttribute("role", "option");
  const parts = [["b", name], ["em", mark], ["span", hint]];
  for (const [tag, text] of parts) {
    if (!text) continue;
    const part = document.createElement(tag);
    part.textContent = text;
    row.append(part);
  }
  return row;
}

function liantuSearchFill(held, data) {
  held.hits = data.hits;
  held.answered = data.query;
  held.at = 0;
  const rows = data.hits.map(liantuSearchRow);
  if (!rows.length) {
    const none = document.createElement("li");
    none.className = "lt-search-none";
    none.textContent = "没有找到;试试简称、全称里的几个字或拼音首字母";
    rows.push(none);
  }
  held.list.replaceChildren(...rows);
  liantuSearchMark(held);
}

export default function (component) {
  const { data, parentElement, setStateValue, setTriggerValue } = component;
  let held = liantuBoxes.get(parentElement);
  if (!held) {
    held = liantuSearchBox(parentElement);
    liantuBoxes.set(parentElement, held);
  }
  held.emit = (name, value) => (name === "query" ? setStateValue : setTriggerValue)(name, value);
  held.label.textContent = data.label;
  held.input.placeholder = data.placeholder;
  if (held.shown !== data.shown) {
    held.shown = data.shown;
    if (!held.typing) held.input.value = data.shown;
  }
  if (data.query && data.query !== held.filled) {
    held.filled = data.query;
    liantuSearchFill(held, data);
  }
  if (held.typing && data.query && data.query === held.wanted) {
    liantuSearchShow(held, document.activeElement === held.input);
    if (held.pick && held.hits.length) liantuSearchChoose(held, held.hits[0][0]);
  }
  return () => {
    clearTimeout(held.timer);
    held.box.remove();
    liantuBoxes.delete(parentElement);
  };
}
