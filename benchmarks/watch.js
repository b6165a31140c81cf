// Notes in window.chartWatch when the mouse was last pressed, when a chart was last painted and when text on a canvas was
// (Streamlit draws rows there), on the clock of the page; and for a page that the press leads to, in sessionStorage, when it was
// pressed on the clock of the machine.
(() => {
  const watch = (window.chartWatch = { pressedAt: 0, drawnAt: 0, writtenAt: 0 });
  const painted = new MessageChannel();
  const pending = new Set();
  painted.port2.onmessage = ({ data }) => {
    pending.delete(data);
    watch[data] = performance.now();
  };
  // The message is handled after the frame that requestAnimationFrame announces has been painted.
  const noteWhenPainted = what => {
    if (pending.has(what)) return;
    pending.add(what);
    requestAnimationFrame(() => painted.port1.postMessage(what));
  };
  const isChart = node => node.nodeType === 1 && (node.matches(".js-plotly-plot") || node.querySelector(".js-plotly-plot"));
  const isInChart = node => {
    const element = node.nodeType === 1 ? node : node.parentElement;
    return element?.closest(".js-plotly-plot") && !element.closest(".hoverlayer");
  };
  new MutationObserver(changes => {
    if (changes.some(change => isInChart(change.target) || [...change.addedNodes].some(isChart))) noteWhenPainted("drawnAt");
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (...text) {
    noteWhenPainted("writtenAt");
    return write.apply(this, text);
  };
  const note = event => {
    watch.pressedAt = event.timeStamp;
    sessionStorage.pressedAt = performance.timeOrigin + event.timeStamp;
  };
  addEventListener("pointerdown", note, { capture: true });
})();
