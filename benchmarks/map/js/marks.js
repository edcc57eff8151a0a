/* Before any script of the page: when the map was first on the screen, when words were. */
(() => {
  const marks = { drawn: null, words: null, changed: null, down: null };
  let drawn = false;
  Object.defineProperty(globalThis, "__drawn", {
    get: () => drawn,
    set: (value) => {
      drawn = value;
      if (value && marks.drawn === null) {
        requestAnimationFrame(() => { marks.drawn ??= performance.now(); });
      }
    },
  });
  /* The words of the trivial page, and the text that a click is to change. */
  const look = () => {
    const body = document.body;
    if (marks.words === null && body && body.textContent.includes("first paint")) {
      marks.words = performance.now();
    }
    if (marks.watched && marks.changed === null) {
      const at = document.querySelector(marks.watched), text = at ? at.textContent : "";
      if (text && text !== marks.before) marks.changed = performance.now();
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  addEventListener("pointerdown", (event) => { marks.down ??= event.timeStamp; }, true);
  globalThis.benchMarks = marks;
  globalThis.benchWatch = (selector) => {
    const at = document.querySelector(selector);
    Object.assign(marks, { watched: selector, before: at ? at.textContent : "", changed: null, down: null });
  };
  globalThis.benchPaint = () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return paint ? paint.startTime : null;
  };
})();
