// Notes in window.chartWatch when the mouse was last pressed and when a chart was last painted, on the clock of the page;
// and for a page that the press leads to, in sessionStorage, when it was pressed on the clock of the machine.
(() => {
  const watch = (window.chartWatch = { pressedAt: 0, drawnAt: 0 });
  const painted = new MessageChannel();
  let isPending = false;
  painted.port2.onmessage = () => {
    isPending = false;
    watch.drawnAt = performance.now();
  };
  const isChart = node => node.nodeType === 1 && (node.matches(".js-plotly-plot") || node.querySelector(".js-plotly-plot"));
  const isInChart = node => {
    const element = node.nodeType === 1 ? node : node.parentElement;
    return element?.closest(".js-plotly-plot") && !element.closest(".hoverlayer");
  };
  new MutationObserver(changes => {
    if (isPending || !changes.some(change => isInChart(change.target) || [...change.addedNodes].some(isChart))) return;
    isPending = true;
    // The message is handled after the frame that requestAnimationFrame announces has been painted.
    requestAnimationFrame(() => painted.port1.postMessage(null));
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const note = event => {
    watch.pressedAt = event.timeStamp;
    sessionStorage.pressedAt = performance.timeOrigin + event.timeStamp;
  };
  addEventListener("pointerdown", note, { capture: true });
})();
