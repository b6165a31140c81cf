// Mends two things in what Streamlit draws, each as long as it is needed.
// The box around a wide table or line of code has no place in the order of the Tab key, so that only a mouse could scroll it: it
// gets one, and a name, while it scrolls. The place to drop a file has a name, and a role that may have none.
(() => {
  const boxes = `[data-testid="stTable"] > div, [data-testid="stCode"] pre,
    [class*="st-key-table_"] [data-testid="stMarkdownContainer"]`;
  const drops = '[data-testid="stFileUploaderDropzone"][role="presentation"]';
  const look = (box) => {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "LABEL");
    } else if (box.getAttribute("role") === "group") {
      for (const attribute of ["tabindex", "role", "aria-label"]) box.removeAttribute(attribute);
    }
  };
  const known = new WeakSet();
  const resized = new ResizeObserver((changes) => changes.forEach(({ target }) => look(target.closest(boxes))));
  const find = () => {
    for (const drop of document.querySelectorAll(drops)) drop.setAttribute("role", "group");
    for (const box of document.querySelectorAll(boxes)) {
      if (known.has(box)) continue;
      known.add(box);
      resized.observe(box);
      if (box.firstElementChild) resized.observe(box.firstElementChild);
    }
  };
  let isWaiting = false;
  new MutationObserver(() => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      find();
    });
  }).observe(document, { childList: true, subtree: true });
})();
