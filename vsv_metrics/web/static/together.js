// The messages of one run of a page come together, but each by itself, and the page would be drawn anew in between them. Those that
// come within a moment are handed on in one go, so that it is drawn once. A large one holds the rows that somebody waits for: it is
// handed on at once, and painted before what comes after it. Timers of a page that nobody sees are slow: no waiting there.
(() => {
  const momentMs = 4;
  const longestMs = 60;
  const paintedMs = 250;
  const largeBytes = LARGE;
  const listen = WebSocket.prototype.addEventListener;
  WebSocket.prototype.addEventListener = function (kind, listener, options) {
    if (kind !== "message") return listen.call(this, kind, listener, options);
    const waiting = [];
    let timer;
    let since;
    let painting = false;
    const handOn = () => {
      clearTimeout(timer);
      painting = false;
      for (const message of waiting.splice(0)) listener.call(this, message);
    };
    const paint = () => {
      handOn();
      painting = true;
      timer = setTimeout(handOn, paintedMs);
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => painting && handOn())));
    };
    listen.call(this, "close", handOn);
    listen.call(
      this,
      "message",
      (message) => {
        if (!waiting.length) since = performance.now();
        waiting.push(message);
        if (painting && !document.hidden) return;
        clearTimeout(timer);
        if (document.hidden || performance.now() - since > longestMs) handOn();
        else if (message.data.byteLength >= largeBytes) paint();
        else timer = setTimeout(handOn, momentMs);
      },
      options,
    );
  };
})();
