// Starts our chat page (/w/{site}, /chat). Everything a person needs before the WASM has arrived, or
// without it, is here: the word with the loader outside the frame, the draft, the composer's height.
//
// The page says, on <html>: data-base (/w/{site} or /chat, whatever a form adds to it), data-origins (the
// host origins registered for the site) and, when it answers a form, data-sent (the message was stored).
// Scripts say `puente:unread` (detail: a number; only once there is a conversation), `puente:height` and
// `puente:sent`; they hear `puente:open` and `puente:close`.
import init from "puente-glue";

const page = document.documentElement;
const { base = "", origins = "", sent } = page.dataset;
const composer = () => document.querySelector("[data-composer]");
const tell = (name) => dispatchEvent(new Event(`puente:${name}`));

// --- the frame and its host ---------------------------------------------------------------------

const registered = origins.split(" ").filter(Boolean);

// Who frames us: one of the registered, or ourselves (the webmaster's preview). A browser without
// ancestorOrigins has only the referrer, which after a form is our own page: then each registered
// origin is addressed, and the browser delivers to the right one.
function hosts() {
  const outside = location.ancestorOrigins?.[0];
  if (outside) return [...registered, location.origin].filter((origin) => origin === outside);
  const last = document.referrer && new URL(document.referrer).origin;
  return registered.includes(last) ? [last] : registered;
}

function talkToHost() {
  const audience = hosts();
  const say = (type, n) => {
    for (const origin of audience) parent.postMessage({ puente: 1, type, n }, origin);
  };
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || !audience.includes(origin) || data?.puente !== 1) return;
    page.dataset.host = "";
    if (data.type === "open") composer()?.focus();
    if (data.type === "open" || data.type === "close") tell(data.type);
  });
  addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-close]")) say("close");
  });
  // Escape belongs first to whatever is open inside: a dialog, a menu, an input method.
  addEventListener("keydown", (event) => {
    const taken = event.defaultPrevented || event.isComposing || document.querySelector("dialog[open]");
    if (event.key === "Escape" && !taken) say("close");
  });
  for (const type of ["unread", "height"]) {
    addEventListener(`puente:${type}`, ({ detail }) => say(type, Math.max(0, Math.floor(detail) || 0)));
  }
  say("ready");
}

// --- the draft ----------------------------------------------------------------------------------

const DRAFT = `puente:draft:${base}`;
const DRAFT_LIFE_MS = 24 * 3600 * 1000; // a shared phone should not show yesterday's words

// Naming localStorage already throws where storage is refused. With all of it refused the words last
// as long as the page.
function withStorage(work) {
  for (const kind of ["localStorage", "sessionStorage"]) {
    try { return work(window[kind]); } catch { /* refused or full: the next one */ }
  }
}

const forget = () => withStorage((storage) => storage.removeItem(DRAFT));

function keep(text) {
  if (!text) return forget();
  withStorage((storage) => storage.setItem(DRAFT, JSON.stringify({ text, at: Date.now() })));
}

function kept() {
  const draft = withStorage((storage) => JSON.parse(storage.getItem(DRAFT)));
  return draft && Date.now() - draft.at < DRAFT_LIFE_MS ? draft.text : "";
}

// Before hydration or never: afterwards the field belongs to the person and to the WASM.
function putBack() {
  if (sent !== undefined) return forget();
  const field = composer();
  if (field && !field.value) field.value = kept();
}

// --- the composer -------------------------------------------------------------------------------

// The style sheet limits it to five lines; this only follows the text where CSS cannot.
function grow(field) {
  if (!field || CSS.supports("field-sizing", "content")) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}

function mindComposer() {
  putBack();
  grow(composer());
  addEventListener("input", ({ target }) => {
    if (!target.matches("[data-composer]")) return;
    keep(target.value);
    grow(target);
  });
  addEventListener("puente:sent", () => {
    forget();
    grow(composer());
  });
}

// --- the page by itself -------------------------------------------------------------------------

// A phone's keyboard shrinks the visual viewport only; in a frame the loader does this outside. While
// somebody zooms, the page stays as it is.
function followKeyboard() {
  const view = window.visualViewport;
  const fit = () => {
    if (Math.abs(view.scale - 1) < 0.01) page.style.setProperty("--vh", `${view.height}px`);
  };
  view?.addEventListener("resize", fit);
  if (view) fit();
}

// --- the WASM -----------------------------------------------------------------------------------

// After the first paint: the field can be focused and typed in before this costs anything.
async function start() {
  try {
    await init({ module_or_path: document.querySelector("script[data-wasm]").dataset.wasm });
  } catch (error) {
    console.warn("Puente: sigue como página sin WASM.", error);
  }
}

mindComposer();
if (parent === window) followKeyboard();
else talkToHost();
// No requestAnimationFrame: it sleeps in a frame loaded ahead for the badge.
if (window.requestIdleCallback) requestIdleCallback(start, { timeout: 1500 });
else setTimeout(start, 200);
