// A world of WhatsApp lines as a desk sees it, made through the simulator and the operators' own API.
//
//   const world = await startLines();   a trio (simulator.mjs) in which, for Ana:
//     Rosa       waits at PP; she wrote 23 hours ago: the window is nearly over
//     Lupita     is held by Ana at PGH; she wrote 25 hours ago: the window is over
//     Jacinto    is held by Ana at PP; her answers to him have come as far as answers can
//     Teresa     is held by Ana at PGH, a line that "Meta" has stopped
//     somebody   waits at PP by the web
//   await hang(world)                   one more answer to Jacinto on its way, and one queued behind it
import assert from "node:assert/strict";
import { ANA, clearQueue, newCitizen, signIn } from "./people.mjs";
import { until } from "./process.mjs";
import { startTrio } from "./simulator.mjs";

const HOUR = 3600;
const NOT_TODAY_MS = 10 * 60_000;

export async function startLines() {
  const world = await startTrio();
  await clearQueue(world.server);
  world.ana = await signIn(world.server, ANA);
  await late(world);
  await answers(world);
  await stopped(world);
  await newCitizen(world.server).send("Escribo desde la página: ¿cuánto me prestan?", { topic: "pp" });
  return world;
}

/** A person writes to a line, and Ana takes it; the id of the conversation. */
async function taken({ simulator, ana }, name, line, message) {
  await simulator.phone(name).send(line, message);
  const { id } = await until(`${name} espera`, async () =>
    (await ana.queue()).waiting.find(({ preview }) => preview === message.text));
  assert.equal((await ana.take(id)).status, 204);
  return id;
}

/** Ana answers, and her message comes as far as `state`. */
async function answer({ ana }, id, text, state) {
  const { body } = await ana.reply(id, text);
  await until(`${text}: ${state}`, async () =>
    (await ana.open(id)).deliveries.find((delivery) => delivery.seq === body.seq)?.state === state, 40_000);
}

async function late(world) {
  const text = "¿Ya está lista mi constancia? La necesito para mañana.";
  await world.simulator.phone("rosa").send("pp", { kind: "text", text, seconds_ago: 23 * HOUR });
  const old = { kind: "text", text: "¿Puedo pagar mi hipoteca antes de tiempo?", seconds_ago: 25 * HOUR };
  world.lupita = await taken(world, "lupita", "pgh", old);
}

async function answers(world) {
  const { simulator } = world;
  const jacinto = simulator.phone("jacinto");
  const id = await taken(world, "jacinto", "pp", { kind: "text", text: "Buenos días, quiero un préstamo de 60 mil pesos." });
  world.jacinto = id;
  await jacinto.settings({ looking: "pp", reads: true });
  await answer(world, id, "Buenos días, don Jacinto. Con gusto le ayudo.", "read");
  await jacinto.send("pp", { kind: "reaction", emoji: "👍" });
  await jacinto.settings({ reads: false });
  await answer(world, id, "Le alcanza para 60,000 pesos a 59 quincenas.", "delivered");
  await jacinto.settings({ online: false });
  await answer(world, id, "Su pago sería de $1,231.32 cada quincena.", "sent");
  await simulator.behaviour({ next_send: "131026" });
  await answer(world, id, "Necesita su identificación y su CURP.", "failed");
  await simulator.behaviour({ next_send: "502" });
  await answer(world, id, "También un estado de cuenta con su CLABE.", "unknown");
  await simulator.behaviour({ pace_ms: NOT_TODAY_MS });
  await answer(world, id, "Quedo al pendiente.", "accepted");
  await simulator.behaviour({ pace_ms: 50 });
}

async function stopped(world) {
  const text = "Quiero saber cuánto debo de mi casa.";
  const id = await taken(world, "teresa", "pgh", { kind: "text", text });
  await world.simulator.behaviour({ next_send: "190" });
  await world.ana.reply(id, "Buenos días. Enseguida le digo.");
  await until("la línea está detenida", async () => (await world.ana.queue()).stopped_lines.length > 0, 20_000);
}

export async function hang({ simulator, ana, jacinto }) {
  await simulator.behaviour({ next_send: "timeout_lost" });
  const { body } = await ana.reply(jacinto, "¿Le agendo una cita para el jueves?");
  await until("va en camino", async () =>
    ["sending", "unknown"].includes((await ana.open(jacinto)).deliveries.find(({ seq }) => seq === body.seq)?.state));
  await ana.reply(jacinto, "Puede ser a las 10:00 o a las 12:00.");
}
