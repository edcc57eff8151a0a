/* cytoscape on our places; its canvas renderer, nothing hidden while moving. */
globalThis.cy = cytoscape({
  container: document.getElementById("cy"),
  elements: graph.elements,
  layout: { name: "preset", fit: true },
  style: [
    { selector: "node", style: {
      shape: "round-rectangle", width: "data(w)", height: "data(h)", label: "data(label)",
      "text-valign": "center", "text-halign": "center", "font-size": "data(size)", color: "data(ink)",
      "background-color": "data(fill)", "border-color": "data(border)", "border-width": 1.3 } },
    { selector: "edge", style: {
      width: 1.1, "curve-style": "bezier", "line-color": "#9AA5B1" } },
  ],
});
globalThis.bench = {
  ready: () => true,
  start: (isFitted) => {
    cy.fit(undefined, 0);
    if (!isFitted) cy.zoom({ level: 1, renderedPosition: { x: innerWidth / 2, y: innerHeight / 2 } });
    const scale = cy.zoom(), pan = cy.pan();
    return { x: (innerWidth / 2 - pan.x) / scale, y: (innerHeight / 2 - pan.y) / scale, scale };
  },
  look: (x, y, scale) => cy.viewport({
    zoom: scale, pan: { x: innerWidth / 2 - x * scale, y: innerHeight / 2 - y * scale } }),
};
