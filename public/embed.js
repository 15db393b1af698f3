// The loader of Puente's chat: the one line a municipality pastes.
//
//   <script src="https://puente.example/embed.js" data-site="KEY" defer></script>
//
// It draws a launcher at once and fetches the chat (an iframe of our own origin) only when somebody
// shows that they want it. Everything lives in one shadow root: no global, no rule in the host's CSS.
//
// Attributes: data-site (required), data-topic (a topic already chosen), data-offset (pixels from the
// bottom, for a cookie bar; may change at any time).
(() => {
  "use strict";

  // No current script where a bundler or a module runs this; other vendors use data-site too.
  const script = document.currentScript || document.querySelector("script[data-site][src*=embed]");
  if (!script) return;

  const { topic } = script.dataset;
  const site = encodeURIComponent(script.dataset.site);
  const { origin } = new URL(script.src);
  const chat = `${origin}/w/${site}`;
  const LABEL = "Chat de ayuda";
  const READY_LIMIT_MS = 10_000;
  // A page of ours speaks before its `load`; silence after it means an error page that runs no script.
  const SILENCE_LIMIT_MS = 2_000;
  // Full screen on phones; a phone on its side is wide but too low for a panel of 640 px.
  const SMALL = "(max-width:479px),(max-height:479px)";
  const phone = matchMedia(SMALL);
  const view = window.visualViewport;
  const FOCUSABLE = "a,button,input,select,textarea,summary,[contenteditable]";

  // Plain rules first, conditions after: browsers without constructable sheets get the first part by
  // hand (see `dressByHand`). `!important` in :host wins over anything the host says about our div.
  const RULES =
    ":host{all:initial!important;position:fixed!important;z-index:2147483647!important;" +
    "color-scheme:light dark!important;color:var(--t)!important;--p:#1c3f8c;--i:#fff;--s:#fff;--t:#22252b;--e:#9c2f22}" +
    "*{box-sizing:border-box;margin:0;padding:0;border:0;background:none;color:inherit;font:17px/1.5 system-ui,sans-serif}" +
    ".launcher{position:fixed;right:16px;bottom:calc(16px + var(--o,0px));width:56px;height:56px;" +
    "border:2px solid transparent;border-radius:50%;background:var(--p);box-shadow:0 4px 16px #0005}" +
    "svg{display:block;width:28px;margin:auto;fill:var(--i)}" +
    ".badge{position:absolute;top:-8px;right:-8px;min-width:26px;border-radius:16px;" +
    "background:var(--e);color:var(--s);font-weight:700}" +
    "dialog{position:fixed;inset:auto 16px calc(84px + var(--o,0px)) auto;display:block;width:384px;" +
    "height:min(var(--h,640px),100vh - 100px - var(--o,0px));max-width:none;max-height:none;border-radius:12px;" +
    "overflow:hidden;background:var(--s);box-shadow:0 4px 16px #0005;visibility:hidden;opacity:0}" +
    "dialog[open]{visibility:visible;opacity:1}" +
    "iframe{position:absolute;inset:0;width:100%;height:100%}" +
    // Our head lies over the frame's own until that one is alive, so there is always a way to close.
    ".head{position:relative;z-index:1;padding:8px 8px 8px 16px;background:var(--p);color:var(--i);line-height:44px}" +
    ".close{float:right;width:44px;height:44px;font-size:28px}" +
    ".action{display:block;width:calc(100% + 8px);margin:8px -8px;padding:9px;border:2px solid;border-radius:6px;text-align:center}" +
    "p{padding:16px}" +
    "[role]{position:absolute;opacity:0}";
  const CONDITIONS =
    // Unseen, not gone: it must stay in the order of the Tab key while it gives way to a field.
    ":host([data-away]) .launcher{opacity:0;pointer-events:none}" +
    // The outer band keeps the ring visible on a host whose own ground is our blue.
    ":focus-visible{outline:3px solid var(--p);outline-offset:2px;box-shadow:0 0 0 2px var(--s),0 0 0 7px var(--s)}" +
    "@media(prefers-color-scheme:dark){:host{--p:#9db8ff;--i:#0f1b3d;--s:#1d2027;--t:#e9e6e1;--e:#ffb4a6}}" +
    "@media" + SMALL + "{dialog{inset:0;width:100%;height:100vh;height:100dvh;border-radius:0}}" +
    "@media(prefers-reduced-motion:no-preference){.launcher,dialog{transition:.16s opacity,.16s visibility}}" +
    "@media print{:host{display:none!important}}";

  // Nodes are made one by one: a host that requires Trusted Types refuses innerHTML.
  const make = (tag, attributes, ...children) => {
    const space = /svg|path/.test(tag) ? "2000/svg" : "1999/xhtml";
    const node = document.createElementNS(`http://www.w3.org/${space}`, tag);
    for (const name in attributes) node.setAttribute(name, attributes[name]);
    node.append(...children);
    return node;
  };

  const bubble = make("svg", { viewBox: "0 0 24 24" },
    make("path", { "fill-rule": "evenodd", d: "M4 3h16q2 0 2 2v11q0 2-2 2h-8l-6 4v-4H4q-2 0-2-2V5q0-2 2-2m3 5v2h10V8m-10 4v2h7v-2" }));
  const badge = make("span", { class: "badge" });
  const launcher = make("button", { class: "launcher", type: "button" }, bubble, badge);
  const closer = make("button", { class: "close", type: "button", "aria-label": "Cerrar chat" }, "×");
  const link = make("a", { class: "action", target: "_blank", rel: "noopener", href: `${origin}/chat?sitio=${site}` },
    "Abrir en otra pestaña");
  const retry = make("button", { class: "action", type: "button" }, "Intentar de nuevo");
  const notice = make("div", {}, "El chat está tardando en abrir.", link, retry);
  const head = make("div", { class: "head" }, LABEL, closer, notice);
  const waiting = make("p", {}, "Abriendo el chat…");
  const panel = make("dialog", { "aria-label": LABEL }, head, waiting);
  const spoken = make("span", { role: "status" });
  const host = make("div", { "data-puente": "", lang: "es-MX" });
  const root = host.attachShadow({ mode: "open" });
  root.append(launcher, panel, spoken);

  let frame, ready, failed, pushed, unlock, slowTimer, silenceTimer, spokeBeforeLoad, undressed;
  let opened = false;
  let unread = 0;

  // A strict `style-src` stops <style> and style="", but neither constructed sheets nor the CSSOM.
  const dress = () => {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(RULES + CONDITIONS);
      root.adoptedStyleSheets = [sheet];
    } catch {
      const style = make("style", {}, RULES + CONDITIONS);
      root.append(style);
      undressed = !style.sheet;
    }
  };
  const dressByHand = () => {
    for (const rule of RULES.split("}").slice(0, -1)) {
      const [selector, declarations] = rule.split("{");
      const nodes = selector === ":host" ? [host] : root.querySelectorAll(selector);
      for (const node of nodes) node.style.cssText += declarations;
    }
  };

  const render = () => {
    const news = unread ? `${LABEL}. Mensajes nuevos: ${unread}` : "";
    launcher.setAttribute("aria-expanded", opened);
    launcher.setAttribute("aria-label", news || LABEL);
    spoken.textContent = news;
    badge.textContent = unread > 9 ? "9+" : unread;
    badge.hidden = !unread;
    head.hidden = ready;
    notice.hidden = !failed;
    waiting.hidden = ready || failed;
    if (undressed) dressByHand();
  };

  const say = (type) => ready && frame.contentWindow.postMessage({ puente: 1, type }, origin);

  // --- the frame ------------------------------------------------------------------------------

  const load = () => {
    if (frame) return;
    ready = failed = spokeBeforeLoad = false;
    frame = make("iframe", {
      title: LABEL,
      // Without the escape, COOP turns every pop-up to a page of ours into a network error.
      sandbox: "allow-scripts allow-forms allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads",
      allow: "",
      // The frame must know which site it stands in, even where the host sends no referrer; never the page.
      referrerpolicy: "origin",
      src: chat + (topic ? `?tema=${encodeURIComponent(topic)}` : ""),
    });
    frame.addEventListener("load", onFrameLoad);
    panel.append(frame);
    slowTimer = setTimeout(fail, READY_LIMIT_MS);
    render();
  };

  // Each document of the frame says `ready` once and loads once, in either order: they are paired,
  // so that an error page met later (a form sent while offline) is noticed too.
  const onFrameLoad = () => {
    if (!spokeBeforeLoad) silenceTimer = setTimeout(fail, SILENCE_LIMIT_MS, true);
    spokeBeforeLoad = false;
  };
  const onReady = () => {
    spokeBeforeLoad = !silenceTimer;
    forgetTimers();
    ready = true;
    failed = false;
    if (opened) greet();
  };
  const forgetTimers = () => {
    clearTimeout(slowTimer);
    clearTimeout(silenceTimer);
    silenceTimer = 0;
  };
  const greet = () => {
    frame.focus();
    say("open");
  };

  // A frame that is merely slow is kept: somebody may already be typing in it.
  const fail = (dead) => {
    failed = true;
    ready = false;
    render();
    if (dead) {
      drop();
      if (opened) link.focus();
    }
    fetch(`${chat}/estado`).then(
      (answer) => answer.status === 404 && !ready && vanish(),
      () => {},
    );
  };
  const drop = () => {
    forgetTimers();
    if (frame) frame.remove();
    frame = undefined;
  };
  // Nobody is served by a button that leads nowhere.
  const vanish = () => {
    close();
    drop();
    host.remove();
  };

  // --- open and close -------------------------------------------------------------------------

  const open = () => {
    opened = true;
    unread = 0;
    load();
    show();
    mark();
    render();
    greet();
  };
  const close = () => {
    if (!opened) return;
    opened = false;
    hide();
    unmark();
    say("close");
    render();
    launcher.focus({ preventScroll: true });
  };

  // On phones a modal dialog: the browser makes the host inert without our touching it.
  const show = () => {
    if (panel.show) panel[phone.matches ? "showModal" : "show"]();
    panel.setAttribute("open", ""); // iOS before 15.4 has no dialog: the attribute alone shows it
    unlock = phone.matches ? lock() : () => {};
    fit();
  };
  const hide = () => {
    if (panel.close) panel.close();
    panel.removeAttribute("open");
    unlock();
    fit();
  };

  const lock = () => {
    const page = document.documentElement;
    const { style } = page;
    const position = { left: scrollX, top: scrollY, behavior: "instant" };
    const before = ["overflow-x", "overflow-y"]
      .map((name) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)]);
    style.setProperty("overflow", "hidden", "important");
    return () => {
      for (const property of before) style.setProperty(...property);
      // Asked first: Chromium keeps an empty attribute when one it has not yet written out is removed.
      if (!page.getAttribute("style")) page.removeAttribute("style");
      scrollTo(position);
    };
  };

  // A phone's keyboard shrinks the visual viewport only; somebody who zooms in must not shrink the panel.
  const fit = () => {
    if (!view || Math.abs(view.scale - 1) > 0.01) return;
    const full = opened && phone.matches;
    panel.style.top = full ? `${view.offsetTop}px` : "";
    panel.style.height = full ? `${view.height}px` : "";
  };

  // One entry of history, so that Android's back closes the panel. The host's own state is copied into
  // it; a state that cannot carry our mark is left alone.
  const state = () => history.state || {};
  const marked = () => state().puente === 1;
  const mark = () => {
    pushed = phone.matches && state().constructor === Object;
    if (pushed && !marked()) history.pushState({ ...state(), puente: 1 }, "");
  };
  const unmark = () => {
    // Only when the host has not moved on by itself meanwhile.
    if (pushed && marked()) history.back();
    pushed = false;
  };

  // --- manners towards the host ---------------------------------------------------------------

  // WCAG 2.4.11: what has the focus is never under the launcher.
  const giveWay = () => {
    const focused = document.activeElement;
    if (!focused || !focused.matches(FOCUSABLE)) return host.removeAttribute("data-away");
    const ours = launcher.getBoundingClientRect();
    const theirs = focused.getBoundingClientRect();
    host.toggleAttribute("data-away",
      ours.left < theirs.right + 8 && ours.right > theirs.left - 8 &&
      ours.top < theirs.bottom + 8 && ours.bottom > theirs.top - 8);
  };

  const place = () => {
    host.style.setProperty("--o", `${parseInt(script.dataset.offset) || 0}px`);
    giveWay();
  };

  // Says only "there was a conversation in this tab", so that the badge works on the next page.
  const flag = (method) => {
    try { return sessionStorage[method]("puente", 1); } catch { /* refused: only the badge is lost */ }
  };

  const onMessage = ({ source, origin: from, data }) => {
    if (!frame || source !== frame.contentWindow || from !== origin || data.puente !== 1) return;
    const n = Math.max(0, Math.floor(data.n) || 0);
    if (data.type === "ready") onReady();
    if (data.type === "close") close();
    if (data.type === "height" && n) panel.style.setProperty("--h", `${n}px`);
    if (data.type === "unread") {
      flag("setItem");
      unread = opened ? 0 : n;
    }
    render();
  };

  const listen = () => {
    for (const intent of ["pointerenter", "touchstart", "focus"])
      launcher.addEventListener(intent, load, { passive: true });
    launcher.addEventListener("click", () => (opened ? close() : open()));
    closer.addEventListener("click", close);
    // The browser's own ways to close a modal dialog: Escape, and back on recent Android.
    panel.addEventListener("cancel", close);
    retry.addEventListener("click", () => {
      drop();
      load();
      greet();
    });
    root.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !opened) return;
      event.stopPropagation();
      close();
    });
    addEventListener("message", onMessage);
    addEventListener("popstate", () => opened && pushed && !marked() && close());
    for (const change of ["focusin", "focusout", "scroll", "resize"])
      addEventListener(change, giveWay, { passive: true, capture: true });
    if (view) for (const change of ["resize", "scroll"]) view.addEventListener(change, fit);
    // A window made wider or narrower while open: modal only where it fills the screen.
    phone.onchange = () => {
      if (!opened) return;
      hide();
      show();
      greet();
    };
    new MutationObserver(place).observe(script, { attributeFilter: ["data-offset"] });
  };

  const mount = () => {
    // Included twice: the first one stays.
    if (document.querySelector("[data-puente]")) return;
    dress();
    listen();
    render();
    document.body.append(host);
    place();
    if (flag("getItem")) (window.requestIdleCallback || setTimeout)(load);
  };

  if (document.body) mount();
  else addEventListener("DOMContentLoaded", mount);
})();
