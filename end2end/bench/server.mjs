// Memory and start of the release server on an existing demo database: five starts, medians printed.
// Gates: resident <= 60 MB after ten idle seconds, ready <= 1 s. Everything else is printed only.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const binary = process.env.PUENTE_SERVER_BIN;
const dist = process.env.PUENTE_DIST;
const STARTS = 5;
const READY_MS = 1_000;
const RESIDENT_KB = 60_000;

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

async function start(folder) {
  const port = await freePort();
  const began = performance.now();
  const child = spawn(binary, ["serve", "--demo", "--port", String(port)], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, PUENTE__SERVER__DIST_DIR: dist, PUENTE__SERVER__METRICS_BIND: "" },
  });
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.ok) return { child, ms: performance.now() - began };
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    await pause(5);
  }
}

async function stop(child) {
  child.kill("SIGTERM");
  await new Promise((done) => child.once("exit", done));
}

const residentKb = (pid) => Number(readFileSync(`/proc/${pid}/status`, "utf8").match(/VmRSS:\s+(\d+)/)[1]);

const folder = mkdtempSync(join(tmpdir(), "puente-bench-"));
const ready = [];
let resident = 0;
try {
  await stop((await start(folder)).child); // makes and fills the database
  for (let turn = 1; turn <= STARTS; turn += 1) {
    const { child, ms } = await start(folder);
    ready.push(ms);
    if (turn === STARTS) {
      await pause(10_000);
      resident = residentKb(child.pid);
    }
    await stop(child);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

console.log(`ready       median ${median(ready).toFixed(0)} ms of ${STARTS} starts   (gate ${READY_MS} ms)`);
console.log(`resident    ${(resident / 1000).toFixed(1)} MB after 10 idle seconds   (gate ${RESIDENT_KB / 1000} MB)`);
if (median(ready) > READY_MS || resident > RESIDENT_KB) process.exit(1);
