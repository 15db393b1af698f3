// Chromium as people have it: with third-party storage partitioned, which Playwright switches off.
//
//   const context = await launch({ thirdPartyCookies: "allowed" | "blocked", storage: "allowed" | "refused", ...options });
//       A browser with a profile of its own (about 1 s): cookies and storage as a fresh installation would
//       have them under that setting. `options` are Playwright's context options (viewport, colorScheme,
//       javaScriptEnabled, ...; PHONE and DESKTOP below). `context.close()` ends the browser and removes it.
//   const browser = await openBrowser();  const context = await browser.newContext(options);
//       One browser, cheap contexts (incognito profiles: third-party cookies are refused there). For pages of
//       ours at top level; what a frame may store is tested with `launch`.
//   const page = await context.newPage();
//
// Every context remembers console messages, page errors, policy violations and failed requests:
//   assertQuiet(context)                          throws when there was any
//   assertQuiet(context, { allow: [/422/] })      but for those
//   noise(context), hush(context)                 the list; forget it
//   requests(context)                             every request so far: { url, method, type, frame }
//
//   await controlFrameCookie(context)   "accepted" | "refused": what happens to an unpartitioned
//       SameSite=None; Secure cookie of a frame from another site. Proves what `thirdPartyCookies` did.
//
//   await putCookie(context, server.origin, "name=value", "Strict")
//       For `__Host-` names, which Playwright's own addCookies cannot set.
//
//   Hydration: `await wasmStarted(page)` waits until the page's program has taken over;
//   `stallWasm(context)` -> { release(), seen } holds every .wasm back; `breakWasm(context)` answers 404.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { freePort, until } from "./process.mjs";

export const PHONE = { viewport: { width: 360, height: 640 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 };
export const DESKTOP = { viewport: { width: 1280, height: 800 } };

const EXECUTABLE = process.env.PUENTE_CHROMIUM ?? "/usr/bin/chromium";
const ARGS = ["--disable-gpu", "--disable-quic", "--disable-sync", "--no-sandbox"];
const LOCALE = { locale: "es-MX", timezoneId: "America/Mexico_City" };
const KEPT_APART = "ThirdPartyStoragePartitioning";

export async function launch({ thirdPartyCookies = "allowed", storage = "allowed", ...options } = {}) {
  const profile = await mkdtemp(path.join(tmpdir(), "puente-profile-"));
  await writePreferences(profile, thirdPartyCookies, storage);
  const switches = await commandLine();
  const context = await chromium.launchPersistentContext(profile, { ...switches, ...LOCALE, ...DESKTOP, ...options });
  context.once("close", () => rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }).catch(() => {}));
  await watch(context);
  return context;
}

export async function openBrowser() {
  const browser = await chromium.launch(await commandLine());
  const plain = browser.newContext.bind(browser);
  browser.newContext = async (options = {}) => {
    const context = await plain({ ...LOCALE, ...DESKTOP, ...options });
    await watch(context);
    return context;
  };
  return browser;
}

// --- how Chromium is started --------------------------------------------------------------------

async function writePreferences(profile, thirdPartyCookies, storage) {
  const preferences = {
    // 0: every cookie is taken; 1: none of a third party.
    profile: { cookie_controls_mode: { allowed: 0, blocked: 1 }[thirdPartyCookies], default_content_setting_values: {} },
  };
  // What "block all cookies" means in Chrome: cookies and every kind of storage.
  if (storage === "refused") preferences.profile.default_content_setting_values.cookies = 2;
  await mkdir(path.join(profile, "Default"), { recursive: true });
  await writeFile(path.join(profile, "Default/Preferences"), JSON.stringify(preferences));
}

/**
 * Playwright's own `--disable-features` without the one that lets frames share storage which real
 * browsers keep apart. The list is read out of Playwright, which only lets an argument be replaced whole.
 */
async function commandLine() {
  const features = await disabledFeatures();
  return {
    executablePath: EXECUTABLE,
    ignoreDefaultArgs: [`--disable-features=${features.join(",")}`],
    args: [...ARGS, `--disable-features=${features.filter((feature) => feature !== KEPT_APART).join(",")}`],
  };
}

async function disabledFeatures() {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve("playwright-core/package.json"));
  const source = await readFile(path.join(folder, "lib/coreBundle.js"), "utf8");
  const list = /disabledFeatures = (\[[^\]]*\])/.exec(source)?.[1] ?? "";
  const features = [...list.replace(/\/\/.*$/gm, "").matchAll(/"(\w+)"/g)].map(([, name]) => name);
  assert.ok(features.includes(KEPT_APART), `playwright-core ya no desactiva ${KEPT_APART}: revise browser.mjs`);
  return features;
}

// --- what a context remembers -------------------------------------------------------------------

const records = new WeakMap();

async function watch(context) {
  const record = { noise: [], requests: [] };
  records.set(context, record);
  const say = (text) => record.noise.push(text);
  context.on("console", (message) => say(`${message.type()}: ${message.text()} (${message.location().url})`));
  context.on("weberror", (error) => say(`pageerror: ${error.error().stack ?? error.error()}`));
  context.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // A page that is left cuts its own requests.
    if (why !== "net::ERR_ABORTED") say(`requestfailed: ${request.url()} ${why}`);
  });
  context.on("request", (request) => record.requests.push({
    url: request.url(), method: request.method(), type: request.resourceType(),
  }));
  await context.addInitScript(() => {
    const listen = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function (...words) {
      if (this instanceof Element) Object.defineProperty(globalThis, "__puenteAlive", { value: true });
      return listen.apply(this, words);
    };
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`csp: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
}

export const noise = (context) => records.get(context).noise;
export const requests = (context) => records.get(context).requests;
export const hush = (context) => void noise(context).splice(0);

export function assertQuiet(context, { allow = [] } = {}) {
  const left = noise(context).filter((text) => !allow.some((pattern) => pattern.test(text)));
  assert.deepEqual(left, [], "la consola del navegador debía quedar vacía");
}

// --- third-party cookies ------------------------------------------------------------------------

export async function controlFrameCookie(context) {
  const port = await freePort();
  const got = [];
  const server = createServer((request, response) => {
    response.setHeader("content-type", "text/html");
    if (request.url === "/frame") response.setHeader("set-cookie", "control=1; SameSite=None; Secure; Path=/");
    if (request.url === "/again") got.push(request.headers.cookie ?? "");
    response.end(CONTROL[request.url]?.(port) ?? "");
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  const page = await context.newPage();
  await page.goto(`http://localhost:${port}/host`);
  await until("el marco de control", () => got.length > 0);
  await page.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await context.clearCookies({ name: "control" });
  return got[0].includes("control=1") ? "accepted" : "refused";
}

const CONTROL = {
  "/host": (port) => `<link rel="icon" href="data:,"><iframe src="http://127.0.0.1:${port}/frame"></iframe>`,
  "/frame": () => "<meta http-equiv=\"refresh\" content=\"0;url=/again\">",
};

/** Secure, HttpOnly, host-only. */
export async function putCookie(context, origin, pair, sameSite) {
  const [name, value] = pair.split(/=(.*)/s);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const { success } = await session.send("Network.setCookie", {
    name, value, url: `${origin}/`, secure: true, httpOnly: true, sameSite, path: "/",
  });
  await page.close();
  assert.ok(success, `el navegador no tomó la cookie ${name}`);
}

// --- the program --------------------------------------------------------------------------------

/**
 * Resolves when the WASM of a page (or frame) has hydrated it. The program alone listens to elements (our
 * boot files listen to the window), and what it does first follows in microtasks.
 */
export async function wasmStarted(page, limitMs = 20_000) {
  // By time: the default polls on animation frames, which stop in the frame of a closed panel.
  await page.waitForFunction(() => globalThis.__puenteAlive === true, undefined, { timeout: limitMs, polling: 50 });
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 0)));
}

export async function stallWasm(context) {
  let release;
  const gate = new Promise((resolve) => { release = resolve; });
  const held = { release, seen: 0 };
  await context.route(/\.wasm$/, async (route) => {
    held.seen += 1;
    await gate;
    await route.continue();
  });
  return held;
}

export async function breakWasm(context) {
  await context.route(/\.wasm$/, (route) => route.fulfill({ status: 404, body: "" }));
}
