/* Draws the chain map on top of a vis.Network: bands, lines, signs, legend, selection.
   One file serves the one-page HTML and the page component.  It never writes markup:
   every text goes to the canvas or into textContent. */
(function (root) {
  "use strict";

  const HEAD = 44, FOOT = 22;
  const VEIL = "rgba(255,255,255,0.78)";
  const UP = "#1565C0";
  const DOWN = "#D84315";
  const JOINT = "#6A1B9A";
  const LONG = [7, 4], DOTS = [2, 3];
  const HINTS = [["蓝 上游", UP], ["橙 下游", DOWN], ["虚线 其他原料、返料", "#52606D"], ["紫点线 联产", JOINT]];
  const FACE = '"Noto Sans CJK SC","Microsoft YaHei","PingFang SC","Source Han Sans SC",sans-serif';

  function reach(links, start, forward) {
    const next = new Map();
    for (const [a, b] of links) {
      const from = forward ? a : b;
      if (!next.has(from)) next.set(from, []);
      next.get(from).push(forward ? b : a);
    }
    const seen = new Set();
    const pending = [start];
    while (pending.length) {
      for (const id of next.get(pending.pop()) || []) {
        if (id !== start && !seen.has(id)) { seen.add(id); pending.push(id); }
      }
    }
    return seen;
  }

  function rounded(ctx, x, y, w, h, r) {
    ctx.beginPath();
    ctx.moveTo(x + r, y);
    ctx.arcTo(x + w, y, x + w, y + h, r);
    ctx.arcTo(x + w, y + h, x, y + h, r);
    ctx.arcTo(x, y + h, x, y, r);
    ctx.arcTo(x, y, x + w, y, r);
    ctx.closePath();
  }

  function dashes(line) {
    return line === "dashed" ? [4, 3] : line === "dotted" ? [1.5, 2.5] : [];
  }

  function text(ctx, words, x, y, size, color, weight, align) {
    ctx.font = (weight || "") + " " + size + "px " + FACE;
    ctx.fillStyle = color;
    ctx.textAlign = align || "left";
    ctx.textBaseline = "middle";
    ctx.fillText(words, x, y);
  }

  function frame(ctx, x, y, w, h) { rounded(ctx, x, y, w, h, 4); }

  function hatch(ctx) {
    if (!root.liantuHatch) {
      const tile = document.createElement("canvas");
      tile.width = tile.height = 8;
      const pen = tile.getContext("2d");
      pen.strokeStyle = "#7B8794";
      pen.beginPath();
      pen.moveTo(-2, 10); pen.lineTo(10, -2);
      pen.stroke();
      root.liantuHatch = tile;
    }
    return ctx.createPattern(root.liantuHatch, "repeat");
  }

  const DRAW = {
    words: (ctx, it) => text(ctx, it.text, it.at[0], it.at[1] + 0.5, it.size, it.color, it.bold ? "bold" : "", it.align),
    card: (ctx, it) => {
      const [x, y, w, h] = it.box;
      frame(ctx, x, y, w, h);
      ctx.fillStyle = it.fill;
      ctx.fill();
      ctx.strokeStyle = it.border;
      ctx.lineWidth = it.width;
      ctx.setLineDash(dashes(it.line));
      ctx.stroke();
      ctx.setLineDash([]);
      if (it.line === "double") {
        rounded(ctx, x - 2, y - 2, w + 4, h + 4, 5);
        ctx.lineWidth = 0.9;
        ctx.stroke();
      }
      for (const words of it.words) DRAW.words(ctx, words);
      if (it.struck) {
        ctx.beginPath();
        ctx.moveTo(x, y + h / 2); ctx.lineTo(x + w, y + h / 2);
        ctx.stroke();
      }
    },
    panel: (ctx, it) => {
      const [x, y, w, h] = it.box;
      frame(ctx, x, y, w, h);
      ctx.globalAlpha = 0.055;
      ctx.fillStyle = it.color;
      ctx.fill();
      ctx.globalAlpha = 0.45;
      ctx.strokeStyle = it.color;
      ctx.lineWidth = 1;
      ctx.stroke();
      ctx.globalAlpha = 1;
      ctx.fillStyle = it.color;
      ctx.fillRect(x, y, 4, h);
    },
    wire: (ctx, it) => {
      ctx.strokeStyle = it.color;
      ctx.globalAlpha = it.opacity;
      ctx.lineWidth = it.width;
      ctx.setLineDash(dashes(it.line));
      curve(ctx, it.p);
      ctx.setLineDash([]);
      ctx.globalAlpha = 1;
    },
    badge: (ctx, it) => {
      ctx.beginPath();
      ctx.arc(it.at[0], it.at[1], it.r, 0, 2 * Math.PI);
      ctx.fillStyle = "#FFFFFF";
      ctx.fill();
      ctx.strokeStyle = it.color;
      ctx.lineWidth = 1;
      ctx.stroke();
      text(ctx, it.text, it.at[0], it.at[1] + 0.5, it.r * 1.5, it.ink, "bold", "center");
    },
    ribbon: (ctx, it) => {
      const p = it.p, half = it.width / 2;
      ctx.beginPath();
      ctx.moveTo(p[0], p[1] - half);
      ctx.bezierCurveTo(p[2], p[3] - half, p[4], p[5] - half, p[6], p[7] - half);
      ctx.lineTo(p[6], p[7] + half);
      ctx.bezierCurveTo(p[4], p[5] + half, p[2], p[3] + half, p[0], p[1] + half);
      ctx.closePath();
      ctx.globalAlpha = it.opacity;
      ctx.fillStyle = it.hatched ? hatch(ctx) : it.color;
      ctx.fill();
      ctx.globalAlpha = 1;
    },
  };

  function draw(ctx, items) {
    for (const it of items) DRAW[it.k](ctx, it);
  }

  function curve(ctx, p) {
    ctx.beginPath();
    ctx.moveTo(p[0], p[1]);
    ctx.bezierCurveTo(p[2], p[3], p[4], p[5], p[6], p[7]);
    ctx.stroke();
  }

  function pointAt(p, t) {
    const u = 1 - t;
    const a = u * u * u, b = 3 * t * u * u, c = 3 * t * t * u, d = t * t * t;
    return [a * p[0] + b * p[2] + c * p[4] + d * p[6], a * p[1] + b * p[3] + c * p[5] + d * p[7]];
  }

  /* From a point to a straight piece. */
  function distance(at, [x0, y0], [x1, y1]) {
    const dx = x1 - x0, dy = y1 - y0, long = dx * dx + dy * dy;
    const t = long ? Math.max(0, Math.min(1, ((at.x - x0) * dx + (at.y - y0) * dy) / long)) : 0;
    return Math.hypot(x0 + t * dx - at.x, y0 + t * dy - at.y);
  }

  function between(a, b) {
    /* A temporary line for a link that the page does not draw. */
    if (b.x > a.x + a.w + 6) {
      const x0 = a.x + a.w, y0 = a.y + a.h / 2, x1 = b.x, y1 = b.y + b.h / 2;
      const bend = (x0 + x1) / 2;
      return [x0, y0, bend, y0, bend, y1, x1, y1];
    }
    const x0 = a.x + a.w / 2, x1 = b.x + b.w / 2;
    const y0 = b.y > a.y ? a.y + a.h : a.y;
    const y1 = b.y > a.y ? b.y : b.y + b.h;
    const bend = (y0 + y1) / 2;
    return [x0, y0, x0, bend, x1, bend, x1, y1];
  }

  function Chart(vis, network, container, map, handlers) {
    this.network = network;
    this.container = container;
    this.map = map;
    this.handlers = handlers || {};
    this.boxes = new Map(Object.entries(map.spots).filter(([, spot]) => !spot.of));
    this.wires = map.scene.body.filter((it) => it.k === "wire" || it.k === "ribbon");
    this.cards = new Map();
    for (const it of map.scene.body) {
      if (it.id) this.cards.set(it.id, [...(this.cards.get(it.id) || []), it]);
    }
    this.back = new Set((map.asides || []).filter((it) => it[2] === "back").map(([a, b]) => a + ">" + b));
    this.selected = null;
    this.lit = [];
    this.near = [];
    this.up = new Set();
    this.down = new Set();
    this.tip = this.makeTip();
    network.on("beforeDrawing", (ctx) => this.under(ctx));
    network.on("afterDrawing", (ctx) => this.over(ctx));
    network.on("click", (event) => this.click(event));
    network.on("hoverNode", (event) => this.showTip(event));
    network.on("blurNode", () => { this.tip.style.display = "none"; });
    network.on("dragStart", () => { this.tip.style.display = "none"; });
    network.on("zoom", () => { this.tip.style.display = "none"; });
    network.canvas.frame.addEventListener("mousemove", (event) => this.point(event));
  }

  Chart.prototype.makeTip = function () {
    const tip = document.createElement("div");
    tip.className = "liantu-tip";
    tip.setAttribute("role", "tooltip");
    tip.style.cssText = "position:absolute;display:none;max-width:420px;padding:8px 10px;z-index:5;"
      + "background:#fff;border:1px solid #9AA5B1;border-radius:6px;pointer-events:none;"
      + "box-shadow:0 2px 10px rgba(0,0,0,.18);white-space:pre-line;color:#1F2933;"
      + "font:13px/1.5 " + FACE;
    this.container.appendChild(tip);
    return tip;
  };

  Chart.prototype.under = function (ctx) {
    ctx.fillStyle = "#FFFFFF";
    ctx.fillRect(0, 0, this.map.width, this.map.height);
    if (!this.handlers.bare) draw(ctx, this.map.scene.head);
    draw(ctx, this.map.scene.body);
    draw(ctx, this.map.scene.foot);
  };

  Chart.prototype.over = function (ctx) {
    if (this.selected) this.drawLit(ctx);
    else if (this.lit.length) this.drawSeveral(ctx);
    root.__drawn = true;
    if (this.handlers.drawn) { this.handlers.drawn(); this.handlers.drawn = null; }
  };

  Chart.prototype.veil = function (ctx) {
    ctx.fillStyle = VEIL;
    ctx.fillRect(0, HEAD, this.map.width, this.map.height - HEAD - FOOT);
  };

  Chart.prototype.ring = function (ctx, box, off = 4, width = 2.4) {
    rounded(ctx, box.x - off, box.y - off, box.w + 2 * off, box.h + 2 * off, off + 3);
    ctx.strokeStyle = "#102A43";
    ctx.lineWidth = width;
    ctx.stroke();
  };

  Chart.prototype.drawSeveral = function (ctx) {
    this.veil(ctx);
    for (const id of this.lit) {
      draw(ctx, this.cards.get(id));
      this.ring(ctx, this.boxes.get(id), 2, 1.4);
    }
  };

  Chart.prototype.drawLit = function (ctx) {
    const id = this.selected, box = this.boxes.get(id);
    this.veil(ctx);
    for (const line of this.near) {
      ctx.strokeStyle = line.color;
      ctx.globalAlpha = line.near ? 0.95 : 0.35;
      ctx.lineWidth = line.near ? 2 : 1.1;
      ctx.setLineDash(line.dash);
      curve(ctx, line.p);
    }
    ctx.setLineDash([]);
    ctx.globalAlpha = 1;
    const ends = this.near.flatMap((line) => line.ends);
    for (const key of new Set([...this.up, ...this.down, ...ends])) draw(ctx, this.cards.get(key) || []);
    draw(ctx, this.cards.get(id) || []);
    this.ring(ctx, box);
    this.drawHubs(ctx, box, (this.map.hubs || {})[id]);
    this.drawHints(ctx);
  };

  /* What runs everywhere has no line: its names stand below the box that takes it. */
  Chart.prototype.drawHubs = function (ctx, box, names) {
    if (!names || !names.length) return;
    const size = Math.min(13, box.h * 0.75), high = size * 1.5, told = "公用物料 " + names.join("、");
    ctx.font = size + "px " + FACE;
    const wide = ctx.measureText(told).width + size;
    const x = Math.max(4, Math.min(box.x, this.map.width - wide - 4)), y = box.y + box.h + 6;
    frame(ctx, x, y, wide, high);
    ctx.fillStyle = "#ECEFF1";
    ctx.fill();
    text(ctx, told, x + size / 2, y + high / 2 + 0.5, size, "#37474F");
  };

  Chart.prototype.drawHints = function (ctx) {
    let right = this.map.width - 10;
    const y = this.map.height - 10;
    ctx.font = "bold 12px " + FACE;
    const wide = HINTS.reduce((sum, [told]) => sum + ctx.measureText(told).width + 14, 6);
    ctx.fillStyle = "#FFFFFF";
    ctx.fillRect(right - wide, y - 10, wide + 10, 20);
    for (const [told, color] of [...HINTS].reverse()) {
      text(ctx, told, right, y, 12, color, "bold", "right");
      right -= ctx.measureText(told).width + 14;
    }
  };

  /* Lines that light up: main feeds up and down, and what else hangs on the chosen product. */
  Chart.prototype.lines = function () {
    const id = this.selected, map = this.map, found = [];
    if (!id) return found;
    const lit = (key, set) => key === id || set.has(key);
    const drawn = new Map(this.wires.filter((it) => this.isWhole(it)).map((it) => [it.ends.join(">"), it.p]));
    const add = (a, b, color, dash, near) => {
      const from = this.boxes.get(a), to = this.boxes.get(b);
      const p = drawn.get(a + ">" + b) || (from && to ? between(from, to) : null);
      if (p) found.push({ ends: [a, b], p, color, dash, near });
    };
    for (const [a, b] of map.links) {
      const down = lit(a, this.down) && this.down.has(b);
      const up = this.up.has(a) && lit(b, this.up);
      const dash = this.back.has(a + ">" + b) ? LONG : [];
      if (down || up) add(a, b, down ? DOWN : UP, dash, a === id || b === id);
    }
    const main = new Set(found.map((line) => line.ends.join(">")));
    for (const [a, b, relation] of map.asides || []) {
      if ((a !== id && b !== id) || main.has(a + ">" + b)) continue;
      if (relation === "together") add(a, b, JOINT, DOTS, true);
      else add(a, b, b === id ? UP : DOWN, LONG, true);
    }
    return found;
  };

  /* A line from a chip begins there and not at the box that the chip names. */
  Chart.prototype.isWhole = function (it) {
    const from = this.boxes.get(it.ends[0]);
    return Boolean(from) && Math.abs(from.x + from.w - it.p[0]) < 2;
  };

  Chart.prototype.click = function (event) {
    const node = event.nodes[0];
    if (node !== undefined) {
      const of = this.map.spots[node].of;
      this.pick(of || node, Boolean(of));
      return;
    }
    const band = this.bandAt(event.pointer.canvas);
    if (band && this.handlers.band) { this.handlers.band(band); return; }
    const line = this.lineAt(event.pointer.canvas);
    if (line) {
      if (this.handlers.edge) this.handlers.edge({ from: line.ends[0], to: line.ends[1] });
      return;
    }
    this.select(null);
    if (this.handlers.node) this.handlers.node(null);
  };

  /* The sub-chain whose title is there. */
  Chart.prototype.bandAt = function (at) {
    const hit = (this.map.bands || []).find(({ title: [x, y, w, h] }) => (
      at.x >= x - 4 && at.x <= x + w + 4 && at.y >= y - 4 && at.y <= y + h + 4));
    return hit ? hit.id : null;
  };

  Chart.prototype.point = function (event) {
    if (event.target.tagName !== "CANVAS" || !this.handlers.band) return;
    const frame = this.container.getBoundingClientRect();
    const at = this.network.DOMtoCanvas({ x: event.clientX - frame.left, y: event.clientY - frame.top });
    this.container.style.cursor = this.bandAt(at) ? "pointer" : "";
  };

  /* The sub-chain around a point, once it is as large as the frame. */
  Chart.prototype.bandZoomed = function (at) {
    const { clientWidth: wide, clientHeight: high } = this.container, scale = this.network.getScale();
    const hit = (this.map.bands || []).find(({ box: [x, y, w, h] }) => (
      at.x >= x && at.x <= x + w && at.y >= y && at.y <= y + h));
    if (!hit) return null;
    return scale > 0.85 * Math.min(wide / hit.box[2], high / hit.box[3]) ? hit.id : null;
  };

  Chart.prototype.fitScale = function () {
    const head = this.handlers.bare ? HEAD : 0;
    return Math.min(this.container.clientWidth / this.map.width, this.container.clientHeight / (this.map.height - head));
  };

  /* Middle and width of what is seen, in the picture's own px: the same on every screen. */
  Chart.prototype.sight = function () {
    const { x, y } = this.network.getViewPosition();
    return [x, y, this.container.clientWidth / this.network.getScale()];
  };

  Chart.prototype.look = function ([x, y, wide]) {
    this.network.moveTo({ position: { x, y }, scale: this.container.clientWidth / wide, animation: false });
  };

  Chart.prototype.lookAtBand = function (id) {
    const { box: [x, y, w, h] } = this.map.bands.find((band) => band.id === id);
    const scale = Math.min(this.container.clientWidth / w, this.container.clientHeight / h) * 0.96;
    this.network.moveTo({ position: { x: x + w / 2, y: y + h / 2 }, scale,
      animation: { duration: 350, easingFunction: "easeInOutQuad" } });
  };

  Chart.prototype.lineAt = function (at) {
    let best = null, nearest = 5 / Math.min(1, this.network.getScale());
    for (const line of this.selected ? this.near : this.wires) {
      if (!line.ends[0] || !line.ends[1]) continue;
      let last = pointAt(line.p, 0);
      for (let step = 1; step <= 16; step += 1) {
        const next = pointAt(line.p, step / 16), away = distance(at, last, next);
        if (away < nearest) { nearest = away; best = line; }
        last = next;
      }
    }
    return best;
  };

  Chart.prototype.pick = function (id, move) {
    if (this.handlers.node) this.handlers.node(id);  // first: others work while this draws
    this.select(id);
    if (move) this.focus(id);
  };

  Chart.prototype.select = function (id) {
    this.selected = id && this.boxes.has(id) ? id : null;
    this.lit = [];
    this.up = this.selected ? reach(this.map.links, id, false) : new Set();
    this.down = this.selected ? reach(this.map.links, id, true) : new Set();
    this.near = this.lines();
    this.network.redraw();
  };

  /* Several products at once, such as those of one firm. */
  Chart.prototype.light = function (ids) {
    this.selected = null;
    this.near = [];
    this.lit = ids.filter((id) => this.boxes.has(id) && this.cards.has(id));
    this.network.redraw();
  };

  Chart.prototype.focus = function (id) {
    const box = this.boxes.get(id);
    if (!box) return;
    this.network.moveTo({
      position: { x: box.x + box.w / 2, y: box.y + box.h / 2 },
      scale: Math.max(this.network.getScale(), 1.25),
      animation: { duration: 350, easingFunction: "easeInOutQuad" },
    });
  };

  /* x of a product in the container, so that a panel can keep clear of it. */
  Chart.prototype.onScreen = function (id) {
    const box = this.boxes.get(id);
    return box ? this.network.canvasToDOM({ x: box.x + box.w / 2, y: box.y }).x : 0;
  };

  Chart.prototype.fit = function () {
    /* "bare": the page around shows title and legend itself. */
    const head = this.handlers.bare ? HEAD : 0;
    this.network.moveTo({
      position: { x: this.map.width / 2, y: (this.map.height + head) / 2 },
      scale: this.fitScale(),
      animation: false,
    });
  };

  Chart.prototype.zoom = function (factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: false });
  };

  /* Lines by their numbers: see lines.py. */
  Chart.prototype.told = function (numbers) {
    return numbers.map((at) => this.map.texts[at]);
  };

  Chart.prototype.showTip = function (event) {
    const spot = this.map.spots[event.node];
    const info = spot && this.map.info[spot.of || event.node];
    if (!info) return;
    this.tip.textContent = this.told(info.lines).join("\n");
    this.tip.style.display = "block";
    const at = event.pointer ? event.pointer.DOM : { x: 0, y: 0 };
    const left = at.x + 16 + this.tip.offsetWidth > this.container.clientWidth;
    const top = Math.min(at.y + 14, this.container.clientHeight - this.tip.offsetHeight - 6);
    this.tip.style.left = Math.max(4, left ? at.x - this.tip.offsetWidth - 14 : at.x + 16) + "px";
    this.tip.style.top = Math.max(4, top) + "px";
  };

  root.LianTuMap = {
    attach: function (vis, network, container, map, handlers) {
      return new Chart(vis, network, container, map, handlers);
    },
    reach: reach,
  };
})(globalThis);
