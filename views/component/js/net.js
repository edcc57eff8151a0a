/* A small drawing whose places were worked out in Python: hover, click, double click.
   Texts go to the canvas or into textContent, never into markup. */
const liantuNets = new WeakMap();
const LIANTU_WAIT = 260, LIANTU_LEAST = 0.6, LIANTU_MOST = 1.25, LIANTU_EDGE = 18;

function liantuNetFrame(parentElement) {
  const { frame, canvas, tools } = liantuFrame(parentElement);
  canvas.className = "liantu-net";
  const tip = document.createElement("div");
  tip.className = "liantu-tip";
  tip.setAttribute("role", "tooltip");
  tip.style.cssText = "position:absolute;display:none;max-width:420px;padding:8px 10px;z-index:5;"
    + "background:#fff;border:1px solid #9AA5B1;border-radius:6px;pointer-events:none;"
    + "box-shadow:0 2px 10px rgba(0,0,0,.18);white-space:pre-line;color:#1F2933;font-size:13px";
  const told = document.createElement("div");
  told.style.cssText = "position:absolute;left:10px;bottom:8px;z-index:4;display:none;"
    + "align-items:center;gap:8px;background:#fff;padding:2px 4px;font-size:13px";
  frame.append(tip, told);
  return { frame, canvas, tools, tip, told };
}

function liantuNetBox(net) {
  const xs = [], ys = [];
  for (const node of net.nodes) {
    const w = (node.widthConstraint ? node.widthConstraint.minimum : 0) / 2 + 4;
    const h = (node.heightConstraint ? node.heightConstraint.minimum : 0) / 2 + 4;
    xs.push(node.x - w, node.x + w);
    ys.push(node.y - h, node.y + h);
  }
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

function liantuNetFit(held, whole) {
  const box = held.box, canvas = held.canvas;
  const wide = (canvas.clientWidth - LIANTU_EDGE) / (box.right - box.left);
  const high = (canvas.clientHeight - LIANTU_EDGE) / (box.bottom - box.top);
  const fitting = Math.min(wide, high, LIANTU_MOST);
  const middle = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  const focus = !whole && fitting < LIANTU_LEAST && held.net.focus;
  const scale = focus ? LIANTU_LEAST : fitting;
  let position = middle;
  if (focus) {
    const at = held.network.getPosition(focus);
    position = {
      x: liantuNetWithin(at.x, box.left, box.right, canvas.clientWidth / scale),
      y: liantuNetWithin(at.y, box.top, box.bottom, canvas.clientHeight / scale),
    };
  }
  held.network.moveTo({ position, scale, animation: false });
}

/* Where to look so that what is wanted is in sight and nothing empty is. */
function liantuNetWithin(wanted, low, high, seen) {
  if (high - low <= seen) return (low + high) / 2;
  const half = seen / 2 - LIANTU_EDGE;
  return Math.min(Math.max(wanted, low + half), high - half);
}

function liantuNetTip(held, id, at) {
  const about = held.net.info[id];
  if (!about || !about.lines.length) return;
  const tip = held.tip, canvas = held.canvas;
  tip.textContent = about.lines.join("\n");
  tip.style.display = "block";
  const left = at.x + 16 + tip.offsetWidth > canvas.clientWidth;
  tip.style.left = Math.max(4, left ? at.x - tip.offsetWidth - 14 : at.x + 16) + "px";
  tip.style.top = Math.max(4, Math.min(at.y + 14, canvas.clientHeight - tip.offsetHeight - 6)) + "px";
}

/* What was clicked last, with a button that opens it: a double click that everybody finds. */
function liantuNetTold(held, id) {
  const about = id && held.net.info[id];
  held.told.style.display = about && about.open ? "flex" : "none";
  if (!about || !about.open) return;
  const name = document.createElement("span");
  name.textContent = about.name;
  held.told.replaceChildren(name, liantuButton(about.open, () => held.send("open", id)));
}

function liantuNetListen(held) {
  const network = held.network;
  const hide = () => { held.tip.style.display = "none"; };
  network.on("afterDrawing", () => { globalThis.__net_drawn = true; });
  network.on("hoverNode", (event) => {
    held.canvas.style.cursor = held.net.info[event.node] ? "pointer" : "";
    liantuNetTip(held, event.node, event.pointer ? event.pointer.DOM : { x: 0, y: 0 });
  });
  network.on("blurNode", () => { held.canvas.style.cursor = ""; hide(); });
  network.on("dragStart", hide);
  network.on("zoom", hide);
  network.on("click", (event) => {
    const id = event.nodes[0], about = id && held.net.info[id];
    clearTimeout(held.timer);
    held.clicked = about ? id : null;
    liantuNetTold(held, held.clicked);
    hide();
    if (about && about.act) held.timer = setTimeout(() => held.send(about.act, id), LIANTU_WAIT);
  });
  network.on("doubleClick", (event) => {
    const id = event.nodes[0], about = id && held.net.info[id];
    clearTimeout(held.timer);
    if (about && about.open) held.send("open", id);
  });
}

function liantuNetBuild(held, net) {
  if (held.network) held.network.destroy();
  globalThis.__net_drawn = false;
  held.net = net;
  held.box = liantuNetBox(net);
  held.canvas.replaceChildren();
  held.canvas.setAttribute("aria-label", net.title || "关系图");
  held.tip.style.display = "none";
  const nodes = new vis.DataSet(net.nodes), edges = new vis.DataSet(net.edges);
  held.network = new vis.Network(held.canvas, { nodes, edges }, net.options);
  liantuNetListen(held);
  liantuNetFit(held, false);
  liantuNetTold(held, held.clicked && net.info[held.clicked] ? held.clicked : null);
  held.size = held.canvas.clientWidth + "x" + held.canvas.clientHeight;
  held.rev = net.rev;
  held.built = (held.built || 0) + 1;
  held.frame.dataset.built = String(held.built);
}

function liantuNetTools(held) {
  const zoom = (by) => held.network.moveTo({ scale: held.network.getScale() * by, animation: false });
  held.tools.replaceChildren(
    liantuButton("恢复原样", () => { held.clicked = null; held.send("reset", ""); }),
    liantuButton("看全图", () => liantuNetFit(held, true)),
    liantuButton("+", () => zoom(1.3)),
    liantuButton("−", () => zoom(1 / 1.3)),
    liantuButton("全屏", () => held.frame.requestFullscreen && held.frame.requestFullscreen()),
  );
  if (held.plain) held.tools.firstChild.remove();
}

function liantuNetResize(held) {
  const size = held.canvas.clientWidth + "x" + held.canvas.clientHeight;
  if (!held.network || held.size === size || !held.canvas.clientWidth) return;
  held.size = size;
  held.network.setSize("100%", "100%");
  held.network.redraw();
  liantuNetFit(held, false);
}

function liantuMountNet(component) {
  const { data, parentElement, setTriggerValue } = component;
  const net = data.net[0];
  document.documentElement.lang = "zh-CN";
  let held = liantuNets.get(parentElement);
  if (!held) {
    held = liantuNetFrame(parentElement);
    held.plain = data.plain;
    liantuNets.set(parentElement, held);
    liantuNetTools(held);
    held.watch = new ResizeObserver(() => liantuNetResize(held));
  }
  held.send = (act, id) => setTriggerValue("act", { act, id });
  held.frame.style.height = data.height + "px";
  if (held.rev !== net.rev) liantuNetBuild(held, net);
  held.watch.observe(held.canvas);
  globalThis.liantuNet = held;
  return () => {
    clearTimeout(held.timer);
    held.watch.disconnect();
    held.network.destroy();
    held.frame.remove();
    liantuNets.delete(parentElement);
  };
}
