/* The chain map on a page: keeps one vis.Network per element and rebuilds it only for new data.
   vis-network and map_core.js stand before this text in the same file. */
const liantuCharts = new WeakMap();

function liantuButton(label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.style.cssText = "height:28px;min-width:30px;padding:0 10px;margin-left:4px;cursor:pointer;"
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
  });
  tools.replaceChildren(
    liantuButton("看全图", () => held.chart.fit()),
    liantuButton("+", () => held.chart.zoom(1.3)),
    liantuButton("−", () => held.chart.zoom(1 / 1.3)),
    liantuButton("讲解", () => liantuPresent(held)),
  );
  held.map = map;
  if (view && held.place === map.place) held.network.moveTo({ ...view, animation: false });
  else held.chart.fit();
  if (selected) held.chart.select(selected);
  held.place = map.place;
  held.size = canvas.clientWidth + "x" + canvas.clientHeight;
  held.rev = map.rev;
  held.built = (held.built || 0) + 1;
  held.frame.dataset.built = String(held.built);
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
  const map = data.map[0];
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
  held.show = data.show;
  held.frame.style.height = data.height + "px";
  if (held.rev !== map.rev) {
    liantuBuild(held, map);
    held.watch = held.watch || new ResizeObserver(() => liantuResize(held));
    held.watch.observe(held.canvas);
  }
  globalThis.liantu = held.chart;
  if (data.wish !== held.wish) {
    held.wish = data.wish;
    held.chart.select(data.selected);
    held.emit("node", held.chart.selected);
  }
  if (data.focus && data.focus !== held.focus) held.chart.focus(data.focus);
  held.focus = data.focus;
  liantuSay(held);
  return () => {
    liantuEnd(held);
    held.watch.disconnect();
    held.network.destroy();
    held.frame.remove();
    liantuCharts.delete(parentElement);
  };
}
