// Streamlit writes the address of a new page and the choices on it in one step or in two, as its messages happen to arrive.
// Two would need two presses of the back button: what follows a new page within a moment belongs to it.
(() => {
  const push = history.pushState.bind(history);
  let newPageAt = -Infinity;
  history.pushState = (state, title, address) => {
    const isSamePage = new URL(address, location.href).pathname === location.pathname;
    if (isSamePage && performance.now() - newPageAt < 2000) return history.replaceState(state, title, address);
    newPageAt = isSamePage ? -Infinity : performance.now();
    push(state, title, address);
  };
})();
