/* Search, side panel and buttons of the one-file page. */
(function () {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const map = JSON.parse(byId("map-data").textContent);
  const panel = byId("panel"), search = byId("search"), found = byId("found");
  let chart = null, hits = [], at = 0;

  const told = (numbers) => numbers.map((at) => map.texts[at]);

  function tell(title, lines, beside) {
    panel.hidden = false;
    panel.classList.toggle("left", chart !== null && beside && chart.onScreen(beside) > window.innerWidth / 2);
    panel.querySelector("h2").textContent = title;
    panel.querySelector("ul").replaceChildren(...lines.map((line) => {
      const item = document.createElement("li");
      item.textContent = line;
      return item;
    }));
  }

  function show(id) {
    const info = id && map.info[id];
    if (info) tell(info.name, told(info.lines), id);
    else panel.hidden = true;
  }

  function showLine({ from, to }) {
    if (!map.info[from] || !map.info[to]) return;
    const said = (map.said[from + ">" + to] || []).map((line) => told(line).join(" "));
    const title = map.info[from].name + " → " + map.info[to].name;
    tell(title, said.length ? said : ["还没有收录这一步的单耗"], from);
  }

  function showFirm(name) {
    tell(name, map.firms[name].map((id) => map.info[id].name), null);
    if (chart) { chart.fit(); chart.light(map.firms[name]); }
  }

  function close() {
    found.style.display = "none";
    search.setAttribute("aria-expanded", "false");
  }

  function go(hit) {
    close();
    if (hit.firm) { showFirm(hit.firm); return; }
    show(hit.id);
    panel.classList.remove("left");
    if (chart) { chart.select(hit.id); chart.focus(hit.id); }
  }

  function rank(keys, wanted) {
    let best = 9;
    for (const key of keys) {
      if (key === wanted) return 0;
      if (key.startsWith(wanted)) best = Math.min(best, 1);
      else if (key.includes(wanted)) best = Math.min(best, 2);
    }
    return best;
  }

  function look() {
    const wanted = search.value.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
    const firms = Object.keys(map.firms)
      .map((name) => [rank([name.toLowerCase()], wanted), name.length, name, { firm: name, name }]);
    const goods = Object.entries(map.info)
      .map(([id, info]) => [rank(info.keys, wanted), info.name.length, id, { id, name: info.name }]);
    hits = !wanted ? [] : [...goods, ...firms]
      .filter((hit) => hit[0] < 9)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1))
      .slice(0, 10).map((hit) => hit[3]);
    at = 0;
    list(wanted);
  }

  function list(wanted) {
    const rows = hits.map((hit, index) => {
      const row = document.createElement("li");
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", String(index === at));
      row.textContent = hit.firm ? hit.firm + "(企业," + map.firms[hit.firm].length + " 种产品)" : hit.name;
      row.addEventListener("mousedown", () => go(hit));
      return row;
    });
    if (wanted && !rows.length) {
      const row = document.createElement("li");
      row.textContent = "没有查到,换个名称、拼音、CAS 号或企业试试";
      rows.push(row);
    }
    found.replaceChildren(...rows);
    found.style.display = rows.length ? "block" : "none";
    search.setAttribute("aria-expanded", String(rows.length > 0));
  }

  search.addEventListener("input", look);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && hits.length) { go(hits[at]); event.preventDefault(); }
    else if (event.key === "Escape") { search.value = ""; look(); }
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = Math.max(0, Math.min(hits.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
      list("-");
      event.preventDefault();
    }
  });
  byId("close").addEventListener("click", () => { show(null); if (chart) chart.select(null); });

  if (typeof vis === "undefined" || typeof network === "undefined") {
    byId("notice").textContent = "这个浏览器画不出图,请看下面的表格,内容相同。";
    return;
  }
  chart = LianTuMap.attach(vis, network, byId("mynetwork"), map, {
    bare: true,
    node: show,
    edge: showLine,
    band: (id) => chart.lookAtBand(id),
    drawn: () => {
      document.body.classList.add("drawn");
      byId("twin").open = false;
    },
  });
  byId("fit").addEventListener("click", () => chart.fit());
  byId("in").addEventListener("click", () => chart.zoom(1.3));
  byId("out").addEventListener("click", () => chart.zoom(1 / 1.3));
  window.addEventListener("resize", () => chart.fit());
  window.liantu = chart;
  chart.fit();
  if (map.focus) go({ id: map.focus });
})();
