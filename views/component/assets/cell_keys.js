/* A cell of a table takes a moment to open after the first key.  What is typed meanwhile is held
   and given to it: else 1002 typed quickly becomes 12.  The component itself shows nothing. */
const liantuKeys = { held: null, timer: 0, heard: false };
const LIANTU_CELL = "#portal input, #portal textarea";
const LIANTU_GRID = "[data-testid=stDataFrame]";
const LIANTU_GIVE_UP_MS = 3000;

function liantuDrop() {
  clearTimeout(liantuKeys.timer);
  liantuKeys.held = null;
}

function liantuKey(event) {
  if (!event.isTrusted || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const letter = event.key.length === 1;
  if (liantuKeys.held) {
    if (!letter && !["Enter", "Tab", "Backspace"].includes(event.key)) return;
    liantuKeys.held.push({ key: event.key, shiftKey: event.shiftKey });
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  const at = event.target;
  if (!letter || event.key === " " || !(at instanceof Element) || !at.closest(LIANTU_GRID)) return;
  if (at.closest("input, textarea")) return;  // the table's own search box
  liantuKeys.held = [];
  liantuKeys.timer = setTimeout(liantuDrop, LIANTU_GIVE_UP_MS);
}

function liantuOpened(event) {
  const cell = event.target;
  if (!liantuKeys.held || !(cell instanceof Element) || !cell.matches(LIANTU_CELL)) return;
  setTimeout(() => liantuGive(cell));  // after the cell has put its cursor behind the first key
}

function liantuGive(cell) {
  const held = liantuKeys.held ?? [];
  liantuDrop();
  for (const { key, shiftKey } of held) {
    if (key.length === 1) document.execCommand("insertText", false, key);
    else if (key === "Backspace") document.execCommand("delete");
    else cell.dispatchEvent(new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true }));
  }
}

export default function (component) {
  component.parentElement.style.display = "none";
  if (liantuKeys.heard) return;
  document.addEventListener("keydown", liantuKey, true);
  document.addEventListener("focusin", liantuOpened, true);
  document.addEventListener("mousedown", liantuDrop, true);
  liantuKeys.heard = true;
}
