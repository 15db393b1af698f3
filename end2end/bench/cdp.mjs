// A browser spoken to directly: the frame of the widget is another process, and a driver library
// would not let us slow it down before its first request.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FLAGS = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--remote-debugging-pipe",
];

export async function launch(executable, extraFlags = []) {
  const profile = await mkdtemp(join(tmpdir(), "puente-bench-profile-"));
  const child = spawn(executable, [...FLAGS, ...extraFlags, `--user-data-dir=${profile}`], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const browser = new Browser(child);
  browser.onClosed(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
  await browser.send("Browser.getVersion");
  return browser;
}

class Browser {
  #child; #input; #next = 1; #waiting = new Map(); #listeners = new Set(); #closed;

  constructor(child) {
    this.#child = child;
    this.#input = child.stdio[3];
    this.#closed = new Promise((resolve) => child.once("exit", resolve));
    this.#closed.then(() => this.#giveUp("el navegador terminó"));
    child.once("error", (error) => this.#giveUp(error.message));
    // A browser that dies mid-run breaks the pipe; `#giveUp` already says so.
    this.#input.on("error", () => {});
    this.#read(child.stdio[4]);
  }

  // Messages are JSON texts that end in a NUL.
  #read(output) {
    let rest = "";
    output.setEncoding("utf8");
    output.on("data", (text) => {
      const parts = (rest + text).split("\0");
      rest = parts.pop();
      for (const part of parts) this.#receive(JSON.parse(part));
    });
  }

  #receive(message) {
    if (!message.id) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    const { resolve, reject } = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) reject(new Error(message.error.message));
    else resolve(message.result);
  }

  #giveUp(reason) {
    for (const { reject } of this.#waiting.values()) reject(new Error(reason));
    this.#waiting.clear();
  }

  send(method, params = {}, sessionId = undefined) {
    const id = this.#next++;
    this.#input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
  }

  /** Calls `listener` for every event; returns how to stop. */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  onClosed(work) {
    this.#closed.then(work).catch(() => {});
  }

  async close() {
    await this.send("Browser.close").catch(() => {});
    const limit = setTimeout(() => this.#child.kill("SIGKILL"), 5000);
    await this.#closed;
    clearTimeout(limit);
  }
}
