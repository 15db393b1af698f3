// Runs inside every measured document, the host's and the frame's, before anything of theirs.
// Times leave as milliseconds since the epoch: two processes share no other clock.
(() => {
  const say = (name, more) =>
    globalThis.puenteBench?.(JSON.stringify({ name, at: performance.timeOrigin + performance.now(), ...more }));
  const inShadow = (host, selector) => document.querySelector(host)?.shadowRoot?.querySelector(selector);
  const launcher = () => inShadow("[data-puente]", ".launcher") || document.querySelector("#abrir-deep-chat");
  const input = () => document.querySelector("[data-composer]") || inShadow("deep-chat", "#text-input");
  const shown = (node) => {
    const box = node?.getBoundingClientRect();
    return box?.width > 0 && box.height > 0 && getComputedStyle(node).visibility === "visible" ? box : undefined;
  };

  const focused = (node) => {
    node.focus();
    return node.getRootNode().activeElement === node;
  };

  let sawLauncher = window !== top;
  function look() {
    if (!document.documentElement) return requestAnimationFrame(look);
    const box = sawLauncher ? undefined : shown(launcher());
    if (box) {
      sawLauncher = true;
      // A message posted from a frame's callback is handled after that frame was drawn.
      const channel = new MessageChannel();
      channel.port1.onmessage = () => say("launcher", { x: box.x + box.width / 2, y: box.y + box.height / 2 });
      channel.port2.postMessage(0);
    }
    const field = input();
    if (shown(field) && focused(field)) return say("input");
    requestAnimationFrame(look);
  }
  requestAnimationFrame(look);

  if (window !== top) return;
  const seen = { blocking: 0, shift: 0 };
  globalThis.puenteSeen = seen;
  const observe = (type, work) =>
    new PerformanceObserver((list) => list.getEntries().forEach(work)).observe({ type, buffered: true });
  observe("longtask", ({ duration }) => { seen.blocking += Math.max(0, duration - 50); });
  // Also what follows a tap, which the usual score forgives: nothing of the host may move, ever.
  observe("layout-shift", ({ value }) => { seen.shift += value; });
})();
