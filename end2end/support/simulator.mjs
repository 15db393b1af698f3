// `server whatsapp-sim` beside a test's server: citizens' phones, and Meta.
//
//   const { server, host, simulator, stop } = await startTrio({ at });      a pair (host.mjs) and its simulator
//   const simulator = await startSimulator(server);  ...  await simulator.stop();
//   simulator.origin                                the page with the phones
//   const rosa = simulator.phone("rosa");           rosa, jacinto, lupita (no number), teresa
//   await rosa.send("pp", "Hola")                   -> [wamid]; send("pp", { kind: "image", caption }) and so on
//   await rosa.messages("pp")                       what its screen shows: [{ mine, kind, text, state, ... }]
//   await rosa.duplicate(20)                        the last body again, byte for byte, so many at once
//   await rosa.settings({ online, reads, looking }) a message is read where the phone reads and looks
//   await rosa.heard("pp", "texto")                 waits until the line's message is on the screen; returns it
//   await simulator.behaviour({ next_send: "131047", statuses: "reversed", pace_ms: 20 })
//   await simulator.settled()                       every webhook has been taken by Puente
//
// The requests are told in server/src/whatsapp_sim/mod.rs.
import { startPair } from "./host.mjs";
import { freePort, start, until } from "./process.mjs";
import { BINARY } from "./server.mjs";

const READY_LIMIT_MS = 20_000;

export async function startTrio(options) {
  const pair = await startPair(options);
  const simulator = await startSimulator(pair.server);
  const stop = async () => {
    await simulator.stop();
    return pair.stop();
  };
  return { ...pair, simulator, stop };
}

export async function startSimulator(server) {
  const simulator = new Simulator(server);
  await simulator.run();
  return simulator;
}

class Simulator {
  #server; #process;

  constructor(server) {
    this.#server = server;
    this.origin = `http://127.0.0.1:${server.simPort}`;
  }

  /** Ready once it has found Puente: verified its webhook and read its clock. */
  async run() {
    const words = ["whatsapp-sim", "--demo", "--port", this.#server.simPort, "--puente", this.#server.origin];
    this.#process = start(BINARY, words.map(String), { cwd: this.#server.dir, env: environment() });
    const ended = this.#process.exited.then(() => { throw new Error(`el simulador terminó:\n${this.log()}`); });
    ended.catch(() => {});
    await Promise.race([until("el simulador y Puente se conocen", () => this.#ready(), READY_LIMIT_MS), ended]);
    await this.behaviour({ pace_ms: 50 });
  }

  async #ready() {
    const state = await this.state().catch(() => undefined);
    return state?.verified && state.now !== null;
  }

  log() {
    return this.#process.log();
  }

  async call(path, body) {
    const post = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    const answer = await fetch(this.origin + path, post);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text && JSON.parse(text);
  }

  state() {
    return this.call("/state");
  }

  behaviour(change) {
    return this.call("/behaviour", change);
  }

  async settled() {
    await until("Puente recibió todo", async () => (await this.state()).webhooks.pending === 0);
  }

  phone(id) {
    const messages = async (line) => (await this.call(`/phones/${id}/messages?line=${line}`)).messages;
    return {
      messages,
      send: async (line, what) => {
        const body = typeof what === "string" ? { kind: "text", text: what } : what;
        return (await this.call(`/phones/${id}/send`, { line, ...body })).ids;
      },
      duplicate: (times = 1) => this.call(`/phones/${id}/duplicate`, { times }),
      settings: (change) => this.call(`/phones/${id}/settings`, change),
      heard: (line, text) => until(`en el teléfono de ${id}: ${text}`, async () =>
        (await messages(line)).find((message) => !message.mine && message.text.includes(text))),
    };
  }

  async stop() {
    this.#process.child.kill("SIGKILL"); // it has nothing to save
    await this.#process.exited;
  }
}

/** A developer's own settings must not decide a test. */
function environment() {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("PUENTE__") && name !== "DATABASE_URL");
  return Object.fromEntries(kept);
}
