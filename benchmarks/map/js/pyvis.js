/* Plain pyvis, and our one-file page through its chart: both move a vis.Network. */
globalThis.bench = (() => {
  const net = globalThis.liantu ? globalThis.liantu.network : network;
  const ready = () => !globalThis.liantu || globalThis.__drawn === true;
  const fit = () => { if (globalThis.liantu) globalThis.liantu.fit(); else net.fit({ animation: false }); };
  return {
    ready,
    start: (isFitted) => {
      fit();
      if (!isFitted) net.moveTo({ scale: 1, animation: false });
      return { ...net.getViewPosition(), scale: net.getScale() };
    },
    look: (x, y, scale) => net.moveTo({ position: { x, y }, scale, animation: false }),
  };
})();
