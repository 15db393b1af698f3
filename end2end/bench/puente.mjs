// The server under measurement, with a demo database of its own.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const READY_LIMIT_MS = 60_000;

export async function startPuente({ binary, dist }) {
  const [port, sitePort] = [await freePort(), await freePort()];
  const directory = await mkdtemp(join(tmpdir(), "puente-bench-"));
  const words = ["serve", "--demo", "--port", String(port), "--site-port", String(sitePort)];
  const env = {
    ...process.env,
    PUENTE__DATABASE__URL: `sqlite://${join(directory, "demo.db")}`,
    PUENTE__SERVER__DIST_DIR: dist,
    PUENTE__SERVER__METRICS_BIND: "",
  };
  const child = spawn(binary, words, { env, stdio: ["ignore", "pipe", "pipe"] });
  const log = keepLog(child);
  const exited = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  const server = {
    origin: `http://127.0.0.1:${port}`,
    sitePort,
    async stop() {
      child.kill("SIGINT");
      const limit = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await exited;
      clearTimeout(limit);
      await rm(directory, { recursive: true, force: true });
    },
  };
  const failed = exited.then(() => { throw new Error(`el servidor terminó al arrancar:\n${log.join("")}`); });
  try {
    await Promise.race([untilReady(server.origin), failed]);
  } catch (error) {
    await server.stop();
    throw error;
  }
  failed.catch(() => {});
  return server;
}

// Only the end of it matters, when it does not start.
function keepLog(child) {
  const log = [];
  const keep = (text) => {
    log.push(text);
    if (log.length > 40) log.shift();
  };
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", keep);
  return log;
}

async function untilReady(origin) {
  const limit = Date.now() + READY_LIMIT_MS;
  while (Date.now() < limit) {
    const answer = await fetch(`${origin}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(`el servidor no estuvo listo en ${READY_LIMIT_MS / 1000} s (${origin}/readyz)`);
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
