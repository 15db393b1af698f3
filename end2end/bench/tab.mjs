// One page on a slow phone, spoken to directly: go, run a function in it, press keys.
import { setTimeout as sleep } from "node:timers/promises";

const CPU_RATE = 4;
const PHONE = { width: 360, height: 640, deviceScaleFactor: 2, mobile: true };
const LIMIT_MS = 30_000;

export class Tab {
  #browser; #session;

  constructor(browser, session) {
    this.#browser = browser;
    this.#session = session;
  }

  static async open(browser) {
    const { targetId } = await browser.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
    const tab = new Tab(browser, sessionId);
    await tab.#send("Page.enable");
    await tab.#send("Emulation.setDeviceMetricsOverride", PHONE);
    await tab.#send("Emulation.setCPUThrottlingRate", { rate: CPU_RATE });
    return tab;
  }

  #send(method, params) {
    return this.#browser.send(method, params, this.#session);
  }

  async go(url) {
    await this.#send("Page.navigate", { url });
    await this.until(`${url} se carga`, (wanted) => location.href.startsWith(wanted) && document.readyState === "complete", url.split("?")[0]);
  }

  /** Another document in this page. */
  async show(html) {
    const { frameTree } = await this.#send("Page.getFrameTree");
    await this.#send("Page.setDocumentContent", { frameId: frameTree.frame.id, html });
  }

  /** Calls a function in the page and awaits what it gives. */
  async run(call, word) {
    const expression = `(${call})(${word === undefined ? "" : JSON.stringify(word)})`;
    const { result, exceptionDetails } = await this.#send("Runtime.evaluate", { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async until(what, probe, word) {
    const limit = Date.now() + LIMIT_MS;
    while (!await this.run(probe, word)) {
      if (Date.now() > limit) throw new Error(`no ocurrió en ${LIMIT_MS / 1000} s: ${what}`);
      await sleep(20);
    }
  }

  /** Only the page in front is drawn; returns once it is. */
  async front() {
    await this.#send("Page.bringToFront");
    await this.run(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  }

  /** A function that was sent and not awaited has begun. */
  async listening() {
    await this.until("la página espera una tecla", () => globalThis.puenteListens === true);
    await this.run(() => { globalThis.puenteListens = false; });
  }

  async type(text) {
    await this.#send("Input.dispatchKeyEvent", { type: "keyDown", text, key: text, code: `Digit${text}` });
    await this.#send("Input.dispatchKeyEvent", { type: "keyUp", key: text, code: `Digit${text}` });
  }

  async erase() {
    const key = { key: "Backspace", code: "Backspace", windowsVirtualKeyCode: 8 };
    await this.#send("Input.dispatchKeyEvent", { type: "keyDown", ...key });
    await this.#send("Input.dispatchKeyEvent", { type: "keyUp", ...key });
  }

  /** How long each task of the page's main thread ran, in milliseconds, while `work` was done. */
  async tasks(work) {
    const events = [];
    let finish;
    const finished = new Promise((resolve) => { finish = resolve; });
    const stop = this.#browser.listen(({ method, params, sessionId }) => {
      if (sessionId !== this.#session) return;
      if (method === "Tracing.dataCollected") events.push(...params.value);
      if (method === "Tracing.tracingComplete") finish();
    });
    await this.#send("Tracing.start", { categories: "-*,toplevel,disabled-by-default-devtools.timeline", transferMode: "ReportEvents" });
    await work();
    await this.#send("Tracing.end");
    await finished;
    stop();
    return mainThread(events.filter(({ name, tdur }) => name === "RunTask" && tdur !== undefined)).map(({ tdur }) => tdur / 1000);
  }
}

/** The trace is of the whole browser: the page's main thread is the one that works most. */
function mainThread(tasks) {
  const threads = new Map();
  for (const task of tasks) {
    const thread = `${task.pid} ${task.tid}`;
    if (!threads.has(thread)) threads.set(thread, []);
    threads.get(thread).push(task);
  }
  const worked = (list) => list.reduce((sum, { tdur }) => sum + tdur, 0);
  return [...threads.values()].sort((one, other) => worked(other) - worked(one))[0] ?? [];
}
