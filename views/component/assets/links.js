/* Clicks on our own links (a[data-to]) go to Python; with Ctrl or the middle button they
   open a new tab as any link does.  The component itself shows nothing. */
const liantuLinks = { send: null, heard: false };

function liantuFollow(event) {
  const link = event.target instanceof Element ? event.target.closest("a[data-to]") : null;
  if (!link || !liantuLinks.send || event.defaultPrevented) return;
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  liantuLinks.send({ to: link.dataset.to, id: link.dataset.id });
}

export default function (component) {
  const { parentElement, setTriggerValue } = component;
  parentElement.style.display = "none";
  liantuLinks.send = (goal) => setTriggerValue("goal", goal);
  if (!liantuLinks.heard) document.addEventListener("click", liantuFollow, true);
  liantuLinks.heard = true;
  return () => { liantuLinks.send = null; };
}
