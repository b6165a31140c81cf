// The messages of one run of a page come together, but each by itself, and the page would be drawn anew in between them. Those that
// come within a moment are handed on in one go, so that it is drawn once. Timers of a page that nobody sees are slow: no waiting there.
(() => {
  const momentMs = 4;
  const longestMs = 60;
  const listen = WebSocket.prototype.addEventListener;
  WebSocket.prototype.addEventListener = function (kind, listener, options) {
    if (kind !== "message") return listen.call(this, kind, listener, options);
    const waiting = [];
    let timer;
    let since;
    const handOn = () => {
      clearTimeout(timer);
      for (const message of waiting.splice(0)) listener.call(this, message);
    };
    listen.call(this, "close", handOn);
    listen.call(
      this,
      "message",
      (message) => {
        if (!waiting.length) since = performance.now();
        waiting.push(message);
        clearTimeout(timer);
        if (document.hidden || performance.now() - since > longestMs) handOn();
        else timer = setTimeout(handOn, momentMs);
      },
      options,
    );
  };
})();
