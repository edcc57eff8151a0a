/* Presenting: the picture alone on the whole screen, one saved view after the other by key or
   clicker, and a note taken without leaving.  Which view comes next is Python's to say. */
const LIANTU_ON = new Set(["ArrowRight", "ArrowDown", "PageDown", " ", "Enter"]);
const LIANTU_IDLE = 2500;
const LIANTU_BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace"]);

function liantuPresent(held) {
  const frame = held.frame;
  if (!frame.requestFullscreen || held.bar) return;
  frame.requestFullscreen().then(() => liantuBegin(held), () => {});
}

function liantuBegin(held) {
  held.bar = liantuBar(held);
  held.frame.appendChild(held.bar.box);
  held.canvas.style.setProperty("bottom", "0", "important");
  held.tools.style.display = "none";
  held.keys = (event) => liantuKey(held, event);
  document.addEventListener("keydown", held.keys, true);
  held.wake = () => liantuWake(held);
  held.frame.addEventListener("mousemove", held.wake);
  held.left = () => { if (document.fullscreenElement !== held.frame) liantuEnd(held); };
  document.addEventListener("fullscreenchange", held.left);
  if (held.show.at < 0 && held.show.names.length) liantuTurn(held, 0);
  liantuSay(held);
}

function liantuEnd(held) {
  if (!held.bar) return;
  document.removeEventListener("keydown", held.keys, true);
  held.frame.removeEventListener("mousemove", held.wake);
  clearTimeout(held.idle);
  held.frame.style.cursor = "";
  document.removeEventListener("fullscreenchange", held.left);
  held.bar.box.remove();
  held.canvas.style.setProperty("bottom", "0");
  held.bar = null;
  held.tools.style.display = "";
}

function liantuBar(held) {
  const box = document.createElement("div"), name = document.createElement("span");
  box.className = "liantu-present";
  box.style.cssText = "position:absolute;right:12px;bottom:10px;z-index:6;display:flex;gap:6px;"
    + "transition:opacity .3s;"
    + "align-items:center;background:rgba(255,255,255,.94);border:1px solid #9AA5B1;"
    + "border-radius:6px;padding:4px 10px;font-size:max(15px, 1.5vh);color:#1F2933";
  name.setAttribute("role", "status");
  box.append(
    liantuButton("上一页", () => liantuTurn(held, held.show.at - 1)),
    name,
    liantuButton("下一页", () => liantuTurn(held, held.show.at + 1)),
    liantuButton("记一笔(N)", () => liantuMemo(held)),
    liantuButton("退出", () => document.exitFullscreen()),
  );
  return { box, name, form: null };
}

/* The bar and the hand show while somebody moves, and a moment after a page is turned. */
function liantuWake(held) {
  clearTimeout(held.idle);
  held.bar.box.style.opacity = "1";
  held.frame.style.cursor = "";
  held.idle = setTimeout(() => {
    held.bar.box.style.opacity = "0";
    held.frame.style.cursor = "none";
  }, LIANTU_IDLE);
}

function liantuSay(held) {
  if (!held.bar) return;
  liantuWake(held);
  const { names, at } = held.show;
  held.bar.name.textContent = at < 0 ? "" : names[at] + "(" + (at + 1) + "/" + names.length + ")";
}

function liantuTurn(held, to) {
  if (to < 0 || to >= held.show.names.length) return;
  held.trigger("turn", to);
}

function liantuKey(held, event) {
  if (held.bar.form || event.ctrlKey || event.metaKey || event.altKey) return;
  if (LIANTU_ON.has(event.key)) liantuTurn(held, held.show.at + 1);
  else if (LIANTU_BACK.has(event.key)) liantuTurn(held, held.show.at - 1);
  else if (event.key === "Home") liantuTurn(held, 0);
  else if (event.key === "End") liantuTurn(held, held.show.names.length - 1);
  else if (event.key === "n" || event.key === "N") liantuMemo(held);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function liantuField(label, value, width) {
  const field = document.createElement("input");
  field.setAttribute("aria-label", label);
  field.placeholder = label;
  field.value = value;
  field.maxLength = 500;
  field.style.cssText = "font:inherit;padding:6px 8px;border:1px solid #7b8794;border-radius:4px;"
    + "background:#fff;color:#1f2933;width:" + width;
  return field;
}

/* Text and who says it; the product that is lit goes with it. */
function liantuMemo(held) {
  if (held.bar.form) return;
  const form = document.createElement("form");
  const node = held.chart.selected, info = node && held.map.info[node];
  const text = liantuField(info ? "记一笔:" + info.name : "记一笔", "", "32em");
  const who = liantuField("谁记的", held.who || "", "8em");
  form.style.cssText = "position:absolute;left:50%;bottom:64px;transform:translateX(-50%);z-index:7;"
    + "display:flex;gap:8px;background:#fff;border:1px solid #9AA5B1;border-radius:6px;padding:10px;"
    + "box-shadow:0 2px 12px rgba(0,0,0,.25);font-size:max(16px, 1.6vh)";
  const close = () => { form.remove(); held.bar.form = null; };
  const done = liantuButton("记下", () => {});
  done.type = "submit";
  form.append(text, who, done, liantuButton("不记了", close));
  form.onsubmit = (event) => {
    event.preventDefault();
    if (!text.value.trim()) { text.focus(); return; }
    held.who = who.value.trim();
    /* All notes so far, by a number: a later message of ours takes the place of an earlier one. */
    const { names, at } = held.show;
    held.memos = [...(held.memos || []), {
      id: Math.random().toString(36).slice(2), text: text.value.trim(), who: held.who,
      node: node || "", view: at < 0 ? "" : names[at],
    }];
    held.tell("memos", held.memos);
    close();
  };
  form.onkeydown = (event) => {
    event.stopPropagation();
    if (event.key === "Escape") { event.preventDefault(); close(); }
  };
  held.bar.form = form;
  held.frame.appendChild(form);
  text.focus();
}
