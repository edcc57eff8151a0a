/* Our SVG as it is, in a page that moves it with a transform. */
const root = document.querySelector("svg"), [, , WIDE, HIGH] = root.getAttribute("viewBox").split(" ").map(Number);
Object.assign(root.style, { position: "absolute", left: 0, top: 0, transformOrigin: "0 0" });
let seen = { x: WIDE / 2, y: HIGH / 2, scale: 1 };
globalThis.bench = {
  ready: () => true,
  start: (isFitted) => {
    const scale = isFitted ? Math.min(innerWidth / WIDE, innerHeight / HIGH) : 1;
    bench.look(WIDE / 2, HIGH / 2, scale);
    return seen;
  },
  look: (x, y, scale) => {
    seen = { x, y, scale };
    const left = innerWidth / 2 - x * scale, top = innerHeight / 2 - y * scale;
    root.style.transform = `translate(${left}px, ${top}px) scale(${scale})`;
  },
};
addEventListener("wheel", (event) => {
  event.preventDefault();
  bench.look(seen.x, seen.y, seen.scale * (event.deltaY < 0 ? 1.1 : 1 / 1.1));
}, { passive: false });
