/* What is typed quickly into a cell of a table, or while the page is busy, must all arrive.
   - A cell takes a moment to open after the first key, and on the next frame after a click or Enter
     the table takes the focus back once: keys are held meanwhile, else 1002 becomes 12.
   - A cell drops what is in it when Enter comes before the timer of the digit before it has run:
     Enter and Tab wait for a turn.
   What is held is given to the cell key by key.  The component itself shows nothing. */
const liantuKeys = { held: null, giving: false, timer: 0, left: null, heard: false };
const LIANTU_CELL = "#portal input, #portal textarea";
const LIANTU_GRID = "[data-testid=stDataFrame]";
const LIANTU_GIVE_UP_MS = 3000;

function liantuHold() {
  liantuKeys.held = [];
  liantuKeys.timer = setTimeout(liantuDrop, LIANTU_GIVE_UP_MS);
}

function liantuDrop() {
  clearTimeout(liantuKeys.timer);
  liantuKeys.held = null;
}

/* The cell that is open; one that was left stands in the page a little longer. */
function liantuCell() {
  const cell = document.querySelector(LIANTU_CELL);
  return cell === liantuKeys.left ? null : cell;
}

function liantuKey(event) {
  const { key, shiftKey, target } = event;
  if (!event.isTrusted || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  // an input in a table is the table's own search box
  const inGrid = target.closest(LIANTU_GRID) && !target.closest("input, textarea");
  const typed = key.length === 1, cell = liantuCell();
  const shutting = Boolean(liantuKeys.left?.isConnected);
  const ends = target === cell && (key === "Tab" || (key === "Enter" && !shiftKey));
  if (liantuKeys.held || ((cell || shutting) && inGrid) || ends) {
    if (!typed && !["Enter", "Tab", "Backspace"].includes(key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!liantuKeys.held) liantuHold();
    liantuKeys.held.push({ key, shiftKey });
    if (cell || shutting) setTimeout(liantuGive);
  } else if (inGrid && typed && key !== " ") {
    liantuHold();
  } else if (cell && key === "Escape") {
    liantuKeys.left = cell;
  }
}

function liantuOpened({ target: cell }) {
  if (!cell.matches(LIANTU_CELL)) return;
  if (cell === liantuKeys.left) liantuKeys.left = null;
  if (liantuKeys.held) setTimeout(liantuGive);  // after the cell has put its cursor behind the first key
}

/* What is held goes to the open cell; the first key after it is left opens the next. */
async function liantuGive() {
  if (liantuKeys.giving) return;
  liantuKeys.giving = true;
  let waits = false;
  while (liantuKeys.held?.length && !waits) {
    const cell = liantuCell();
    if (cell || !liantuKeys.left?.isConnected) {
      const given = liantuKeys.held.shift();
      liantuPut(given, cell);
      waits = !cell && given.key !== "Tab";
    }
    await new Promise((done) => setTimeout(done));  // the table takes in one key a turn
  }
  liantuKeys.giving = false;
  if (!waits) liantuDrop();
}

function liantuPut({ key, shiftKey }, cell) {
  if (cell && document.activeElement !== cell) cell.focus();
  if (cell && key.length === 1) return void document.execCommand("insertText", false, key);
  if (cell && key === "Backspace") return void document.execCommand("delete");
  if (cell) liantuKeys.left = cell;
  const event = new KeyboardEvent("keydown", { key, shiftKey, bubbles: true, cancelable: true });
  document.activeElement.dispatchEvent(event);
}

/* A click elsewhere shuts the cell, with all that was typed. */
function liantuPressed({ target }) {
  const cell = liantuCell(), held = liantuKeys.held ?? [];
  liantuDrop();
  if (!cell || target.closest("#portal")) return;
  for (const given of held) if (!["Enter", "Tab"].includes(given.key)) liantuPut(given, cell);
  liantuKeys.left = cell;
}

/* The table takes the focus on the next frame only, which a busy page is late to draw. */
function liantuClicked({ target }) {
  if (target.closest("input, textarea, button")) return;
  target.closest(LIANTU_GRID)?.querySelector("[data-testid=data-grid-canvas]")?.focus({ preventScroll: true });
}

export default function (component) {
  component.parentElement.style.display = "none";
  if (liantuKeys.heard) return;
  document.addEventListener("keydown", liantuKey, true);
  document.addEventListener("focusin", liantuOpened, true);
  document.addEventListener("pointerdown", liantuPressed, true);
  document.addEventListener("pointerup", liantuClicked, true);
  liantuKeys.heard = true;
}
