/* The chain map on a page: keeps one vis.Network per element and rebuilds it only for new data.
   vis-network and map_core.js stand before this text in the same file. */
const liantuCharts = new WeakMap();

function liantuButton(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.style.cssText = "height:2em;min-width:2.1em;padding:0 .7em;margin-left:4px;cursor:pointer;"
    + "border:1px solid #7b8794;border-radius:4px;background:#fff;color:#1f2933;font:inherit";
  button.onclick = act;
  return button;
}

function liantuFrame(parentElement) {
  const frame = document.createElement("div");
  frame.style.cssText = "position:relative;width:100%;background:#fff;overflow:hidden;"
    + "font:14px/1.5 'Noto Sans CJK SC','Microsoft YaHei',sans-serif";
  const canvas = document.createElement("div");
  canvas.className = "liantu-map";
  canvas.setAttribute("role", "img");
  canvas.style.cssText = "position:absolute;inset:0";
  const tools = document.createElement("div");
  tools.style.cssText = "position:absolute;right:8px;bottom:8px;z-index:4";
  frame.append(canvas, tools);
  parentElement.appendChild(frame);
  return { frame, canvas, tools };
}

function liantuBuild(held, map) {
  let view = null;
  const selected = held.chart && held.chart.selected;
  if (held.network) {
    view = { position: held.network.getViewPosition(), scale: held.network.getScale() };
    held.network.destroy();
  }
  globalThis.__drawn = false;
  const { canvas, tools } = held;
  canvas.setAttribute("aria-label", map.title);
  canvas.replaceChildren();
  const nodes = new vis.DataSet(map.nodes), edges = new vis.DataSet(map.edges);
  held.network = new vis.Network(canvas, { nodes, edges }, map.options);
  held.chart = LianTuMap.attach(vis, held.network, canvas, map, {
    node: (id) => { held.emit("node", id); held.emit("edge", null); },
    edge: (pair) => held.emit("edge", [pair.from, pair.to]),
    band: (id) => held.trigger("band", map.bands.length > 1 ? id : ""),
  });
  held.network.on("zoom", (event) => {
    const at = held.network.DOMtoCanvas(event.pointer);
    liantuLater(held, () => liantuZoomed(held, at));
  });
  held.network.on("dragEnd", () => liantuLater(held, () => liantuTell(held)));
  tools.replaceChildren(
    ...(held.part ? [liantuButton("回全链", () => held.trigger("band", ""))] : []),
    liantuButton("看全图", () => { held.chart.fit(); liantuTell(held); }),
    liantuButton("+", () => liantuZoom(held, 1.3)),
    liantuButton("−", () => liantuZoom(held, 1 / 1.3)),
    liantuButton("讲解", () => liantuPresent(held)),
  );
  held.map = map;
  if (view && held.place === map.place) held.network.moveTo({ ...view, animation: false });
  else held.chart.fit();
  if (!held.built) liantuRecall(held);
  else if (!view || held.place !== map.place) liantuTell(held);
  if (selected) held.chart.select(selected);
  held.place = map.place;
  held.size = canvas.clientWidth + "x" + canvas.clientHeight;
  held.rev = map.rev;
  held.built = (held.built || 0) + 1;
  held.frame.dataset.built = String(held.built);
}

/* What is in sight stands in the address, so that it can be sent to a colleague. */
function liantuTell(held) {
  const { chart } = held, address = new URL(location.href);
  const [x, y, wide] = chart.sight();
  if (chart.network.getScale() < chart.fitScale() * 1.02) address.searchParams.delete("at");
  else address.searchParams.set("at", [x, y, wide].map(Math.round).join(","));
  if (address.href !== location.href) history.replaceState(history.state, "", address);
}

function liantuRecall(held) {
  const at = (new URL(location.href).searchParams.get("at") || "").split(",").map(Number);
  if (at.length !== 3 || !at.every(Number.isFinite) || at[2] < 1) return;
  held.chart.look(at);
  held.recalled = true;
}

function liantuZoom(held, by) {
  held.chart.zoom(by);
  liantuZoomed(held, held.network.getViewPosition());
}

function liantuLater(held, act) {
  clearTimeout(held.later);
  held.later = setTimeout(act, 300);
}

/* Deep into a sub-chain opens it by itself; far out of one leads back to all. */
function liantuZoomed(held, at) {
  const { chart } = held, times = chart.network.getScale() / chart.fitScale();
  const inside = held.bar || held.part ? null : chart.bandZoomed(at);
  if (inside) held.trigger("band", inside);
  else if (!held.bar && held.part && times < 0.7) held.trigger("band", "");
  else liantuTell(held);
}

function liantuResize(held) {
  const size = held.canvas.clientWidth + "x" + held.canvas.clientHeight;
  if (held.size === size || !held.canvas.clientWidth) return;
  held.size = size;
  held.network.setSize("100%", "100%");
  held.network.redraw();
  held.chart.fit();
}

function liantuMountMap(component) {
  const { data, parentElement, setStateValue, setTriggerValue } = component;
  document.documentElement.lang = "zh-CN";
  let held = liantuCharts.get(parentElement);
  if (!held) {
    held = liantuFrame(parentElement);
    held.wish = 0;
    held.node = null;
    liantuCharts.set(parentElement, held);
  }
  held.emit = (name, value) => {
    if (name === "node") {
      if (held.node === value) return;
      held.node = value;
    } else if (value === null && !held.edge) return;
    else held.edge = value;
    setStateValue(name, value);
  };
  held.trigger = setTriggerValue;
  held.tell = setStateValue;
  held.show = data.show;
  held.part = data.part;
  held.frame.style.height = data.height + "px";
  if (held.rev !== data.rev) {
    liantuBuild(held, JSON.parse(data.map));
    held.watch = held.watch || new ResizeObserver(() => liantuResize(held));
    held.watch.observe(held.canvas);
  }
  globalThis.liantu = held.chart;
  if (data.wish !== held.wish) {
    held.wish = data.wish;
    held.chart.select(data.selected);
    held.emit("node", held.chart.selected);
  }
  if (data.focus && data.focus !== held.focus && !held.recalled) held.chart.focus(data.focus);
  held.focus = data.focus;
  held.recalled = false;
  const lit = data.lit.join();
  if (lit !== (held.lit || "")) held.chart.light(data.lit);
  held.lit = lit;
  liantuSay(held);
  return () => {
    liantuEnd(held);
    clearTimeout(held.later);
    held.watch.disconnect();
    held.network.destroy();
    held.frame.remove();
    liantuCharts.delete(parentElement);
  };
}
