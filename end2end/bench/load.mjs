// One cold load of one host page on a slow phone: measured, and tapped as soon as there is what to tap.
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Traffic } from "./traffic.mjs";

const PROBE = readFileSync(new URL("probe.js", import.meta.url), "utf8");
const CPU_RATE = 4;
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 };
const PHONE = { width: 360, height: 640, deviceScaleFactor: 2, mobile: true };
const LIMIT_MS = 60_000;
// The renderer just started, and the last one just ended: neither is part of the load.
const CALM_MS = 500;
// Long tasks and shifts that follow the opening are the widget's too.
const SETTLE_MS = 1500;

/** `tap`: whether to open the chat and wait for its field. `origin`: whose requests count. */
export async function load(browser, url, { tap, origin }) {
  const { browserContextId } = await browser.send("Target.createBrowserContext");
  const visit = new Visit(browser, origin);
  try {
    await visit.attach(browserContextId);
    return await visit.measure(url, tap);
  } finally {
    visit.stop();
    await browser.send("Target.disposeBrowserContext", { browserContextId });
  }
}

class Visit {
  #browser; #traffic; #sessions = new Set(); #page; #heard = {}; #waiting = {}; stop;
  unthrottled = new Set();

  constructor(browser, origin) {
    this.#browser = browser;
    this.#traffic = new Traffic(origin);
    this.stop = browser.listen((event) => this.#onEvent(event));
  }

  #send(method, params) {
    return this.#browser.send(method, params, this.#page);
  }

  async attach(browserContextId) {
    const { targetId } = await this.#browser.send("Target.createTarget", { url: "about:blank", browserContextId });
    const { sessionId } = await this.#browser.send("Target.attachToTarget", { targetId, flatten: true });
    this.#page = sessionId;
    const slowed = this.#prepare(sessionId);
    await this.#send("Emulation.setDeviceMetricsOverride", PHONE);
    await this.#send("Emulation.setTouchEmulationEnabled", { enabled: true });
    await slowed;
    await sleep(CALM_MS);
  }

  // Sent without awaiting each: a target that waits for its debugger answers some only after it runs.
  #prepare(sessionId) {
    this.#sessions.add(sessionId);
    const send = (method, params) => this.#browser.send(method, params, sessionId);
    const slow = (method, params) => send(method, params).catch((error) => this.unthrottled.add(`${method}: ${error.message}`));
    return Promise.all([
      send("Network.enable"),
      slow("Network.emulateNetworkConditions", NETWORK),
      slow("Emulation.setCPUThrottlingRate", { rate: CPU_RATE }),
      send("Runtime.enable"),
      send("Runtime.addBinding", { name: "puenteBench" }),
      send("Page.enable").catch(() => {}),
      send("Page.addScriptToEvaluateOnNewDocument", { source: PROBE }).catch(() => {}),
      send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
      send("Runtime.runIfWaitingForDebugger"),
    ]).catch(() => {}); // a target that goes away meanwhile needs no slowing down
  }

  #onEvent({ method, params, sessionId }) {
    if (!this.#sessions.has(sessionId)) return;
    if (method === "Target.attachedToTarget") this.#prepare(params.sessionId);
    else if (method === "Runtime.bindingCalled") this.#hear(JSON.parse(params.payload));
    else if (method.startsWith("Network.")) this.#traffic.note(method, params);
  }

  #hear(message) {
    this.#heard[message.name] ??= message;
    this.#waiting[message.name]?.(this.#heard[message.name]);
  }

  #hearing(name) {
    if (this.#heard[name]) return this.#heard[name];
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`no llegó «${name}» en ${LIMIT_MS / 1000} s`)), LIMIT_MS);
      this.#waiting[name] = (message) => {
        clearTimeout(limit);
        resolve(message);
      };
    });
  }

  async measure(url, tap) {
    await this.#send("Page.navigate", { url });
    const opened = tap ? await this.#open() : undefined;
    await sleep(SETTLE_MS);
    const page = await this.#read();
    return {
      firstPaint: page.firstPaint,
      launcher: opened && opened.launcher - page.origin,
      input: opened && opened.input - page.origin,
      blocking: page.blocking,
      shift: page.shift,
      ...this.#traffic.until(opened?.input ?? Infinity),
      unthrottled: [...this.unthrottled],
    };
  }

  async #open() {
    const { at: launcher, x, y } = await this.#hearing("launcher");
    await this.#send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y }] });
    await this.#send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
    const { at: input } = await this.#hearing("input");
    return { launcher, input };
  }

  async #read() {
    const expression = `({ ...puenteSeen, origin: performance.timeOrigin,
      firstPaint: performance.getEntriesByName("first-paint")[0]?.startTime })`;
    const { result } = await this.#send("Runtime.evaluate", { expression, returnByValue: true });
    return result.value;
  }
}
