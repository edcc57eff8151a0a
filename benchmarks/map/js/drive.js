/* Moves the picture a little in every frame and counts the frames.
   Panning goes round in a circle of 200 px every two seconds, zooming in and out by half. */
([isFitted, isZoom, seconds]) => new Promise((done) => {
  const at = bench.start(isFitted), turn = Math.PI, radius = 200 / at.scale;
  let first = null, frames = 0, last = 0, slowest = 0;
  const step = (now) => {
    if (first === null) first = now;
    const t = (now - first) / 1000;
    if (last) slowest = Math.max(slowest, now - last);
    last = now;
    if (t >= seconds) {
      done({ fps: frames / t, slowest });
      return;
    }
    frames += 1;
    if (isZoom) bench.look(at.x, at.y, at.scale * 1.5 ** Math.sin(turn * t));
    else bench.look(at.x + radius * Math.sin(turn * t), at.y + radius * (1 - Math.cos(turn * t)), at.scale);
    requestAnimationFrame(step);
  };
  requestAnimationFrame(() => requestAnimationFrame(step));
})
