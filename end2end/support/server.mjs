// The real server on a demo database of its own.
//
//   const server = await startServer({ at: "2026-03-25T10:00", env: {...}, sitePort, args: [...] });
//   server.origin     "http://127.0.0.1:PORT"
//   server.port       and server.sitePort: the port on which the demo site's host page must stand;
//                     server.simPort: where it looks for Meta (support/simulator.mjs)
//   server.dir        temporary folder with demo.db
//   server.log()      everything it has written so far
//   await server.stop()      SIGTERM, removes the folder (stop({ keep: true }) leaves it); returns the exit code
//   await server.kill9()     SIGKILL, as a power cut; the folder stays
//   await server.restart({ at?, env? })   same database, same ports; the demo clock goes on where it was
//   await server.query("select seq, text from message where ...", [parameters])   rows as objects, read-only
//
// `at` is a local time of Guanajuato. OPEN (a Wednesday, 10:00) and CLOSED (the Friday before Holy Week,
// 16:00: "lunes 6 de abril") are the two that tests use. Rates are generous: a test is one address.
// Cookies ignore ports: one browser context for each server (support/browser.mjs).
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort, start, until } from "./process.mjs";

export const OPEN = "2026-03-25T10:00";
export const CLOSED = "2026-03-27T16:00";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
export const BINARY = path.resolve(process.env.PUENTE_SERVER_BIN ?? path.join(root, "target/debug/server"));
export const DIST = path.resolve(process.env.PUENTE_DIST ?? path.join(root, "dist"));

const READY_LIMIT_MS = 60_000;
const GENEROUS = {
  LOAN_REQUESTS_PER_MINUTE: "100000",
  CHAT_STARTS_PER_MINUTE: "100000",
  RESUME_TRIES_PER_MINUTE: "100000",
  MESSAGES_PER_TEN_SECONDS: "100000",
  SIGN_INS_PER_MINUTE: "100000",
};

export async function startServer({ at = OPEN, env = {}, sitePort, args = [] } = {}) {
  for (const needed of [BINARY, path.join(DIST, "manifest.json")]) {
    if (!existsSync(needed)) throw new Error(`falta ${needed}: lo hacen \`cargo xtask build\` y \`cargo build -p server\``);
  }
  const server = new Server(at, env, args);
  server.sitePort = sitePort ?? await freePort();
  server.simPort = await freePort();
  server.port = await freePort();
  server.dir = await mkdtemp(path.join(tmpdir(), "puente-test-"));
  await server.run();
  return server;
}

class Server {
  #at; #env; #args; #started; #process; #earlier = "";

  constructor(at, env, args) {
    this.#at = at;
    this.#env = env;
    this.#args = args;
  }

  get origin() {
    return `http://127.0.0.1:${this.port}`;
  }

  async run() {
    const words = ["serve", "--demo", "--port", this.port, "--site-port", this.sitePort, "--sim-port", this.simPort, "--at", this.#at, ...this.#args];
    this.#started = Date.now();
    this.#process = start(BINARY, words.map(String), { cwd: this.dir, env: this.#environment() });
    const ended = this.#process.exited.then(() => { throw new Error(`el servidor terminó al arrancar:\n${this.log()}`); });
    ended.catch(() => {});
    await Promise.race([until(`${this.origin}/readyz\n${this.log()}`, () => this.#answers(), READY_LIMIT_MS), ended]);
  }

  #environment() {
    const env = { ...process.env };
    // A developer's own settings must not decide a test.
    for (const name of Object.keys(env)) if (name.startsWith("PUENTE__")) delete env[name];
    for (const [name, value] of Object.entries(GENEROUS)) env[`PUENTE__LIMITS__${name}`] = value;
    env.PUENTE__SERVER__DIST_DIR = DIST;
    env.PUENTE__SERVER__METRICS_BIND = "";
    env.PUENTE__DATABASE__URL = `sqlite://${this.dir}/demo.db`;
    return { ...env, ...this.#env };
  }

  async #answers() {
    const answer = await fetch(`${this.origin}/readyz`).catch(() => undefined);
    return answer?.ok;
  }

  log() {
    return this.#earlier + this.#process.log();
  }

  async stop({ keep = false } = {}) {
    this.#process.child.kill("SIGTERM");
    const limit = setTimeout(() => this.#process.child.kill("SIGKILL"), 20_000);
    const code = await this.#process.exited;
    clearTimeout(limit);
    if (!keep) await rm(this.dir, { recursive: true, force: true, maxRetries: 3 });
    return code;
  }

  async kill9() {
    this.#process.child.kill("SIGKILL");
    await this.#process.exited;
  }

  async restart({ at, env } = {}) {
    if (this.#process.child.exitCode === null && this.#process.child.signalCode === null) await this.stop({ keep: true });
    this.#earlier = this.log();
    this.#at = at ?? later(this.#at, Date.now() - this.#started);
    this.#env = env ?? this.#env;
    await this.run();
  }

  async query(sql, parameters = []) {
    const words = ["-c", QUERY, `file:${this.dir}/demo.db?mode=ro`, sql, JSON.stringify(parameters)];
    const { stdout } = await promisify(execFile)("python3", words, { maxBuffer: 64 << 20 });
    return JSON.parse(stdout);
  }
}

// Node 20 has no SQLite of its own.
const QUERY = `
import json, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], uri=True, timeout=10)
connection.row_factory = sqlite3.Row
rows = connection.execute(sys.argv[2], json.loads(sys.argv[3])).fetchall()
print(json.dumps([dict(row) for row in rows]))`;

function later(at, milliseconds) {
  const moment = new Date(`${at}Z`).getTime() + milliseconds;
  return new Date(moment).toISOString().replace("Z", "");
}
