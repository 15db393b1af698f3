// What several fixtures need: free ports, child processes that die with the test, waiting.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const running = new Set();
process.on("exit", () => { for (const child of running) child.kill("SIGKILL"); });
// A test run that is interrupted must not leave servers behind.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** Starts a program and keeps its output. `exited` resolves when it has ended. */
export function start(binary, words, options) {
  const child = spawn(binary, words, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => lines.push(text));
  const exited = new Promise((resolve) => {
    child.once("exit", resolve);
    child.once("error", (error) => { lines.push(String(error)); resolve(); });
  }).then((code) => { running.delete(child); return code; });
  return { child, exited, log: () => lines.join("") };
}

/** A port that is free on both loopback addresses: browsers try ::1 first for `localhost`. */
export async function freePort() {
  for (;;) {
    const port = await bind("127.0.0.1", 0);
    if (await bind("::1", port).catch(() => undefined)) return port;
  }
}

async function bind(address, port) {
  const server = createServer();
  await new Promise((resolve, reject) => server.once("error", reject).listen(port, address, resolve));
  const { port: taken } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return taken;
}

/** Calls `probe` until it returns something truthy; says what it waited for when it does not. */
export async function until(what, probe, limitMs = 10_000) {
  const limit = Date.now() + limitMs;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > limit) throw new Error(`no ocurrió en ${limitMs / 1000} s: ${what}`);
    await sleep(50);
  }
}
