// A click on a figure in a chart opens the page that tells where it comes from, beside this one, as the links in the tables do. With the
// mouse alone: a finger on a figure asks what it is. Figures that a visitor brought are known in this window only.
(() => {
  const kept = KEPT;
  const figure = /^\w+:\w+:[\w-]+:\d{4}(:|$)/;
  const known = new WeakSet();
  const open = (name) => {
    const asked = new URLSearchParams(location.search);
    const address = new URL("cijfer", location.href);
    for (const key of kept) if (asked.has(key)) address.searchParams.set(key, asked.get(key));
    address.searchParams.set("cijfer", name);
    window.open(address, "_blank", "noopener");
  };
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    const plot = pointerType === "mouse" && target.closest?.(".js-plotly-plot");
    if (!plot?.on || known.has(plot)) return;
    known.add(plot);
    plot.on("plotly_click", ({ points }) => {
      const name = points.map(({ customdata }) => [customdata].flat()[0]).find((text) => figure.test(text));
      if (name && new URLSearchParams(location.search).get("eigen") !== "true") open(name);
    });
  });
})();
