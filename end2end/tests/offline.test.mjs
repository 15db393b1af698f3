// What happens when lines and machines break: nothing acknowledged is lost, nothing comes twice, and the page
// finds its way back by itself.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, test } from "node:test";
import { hush, openBrowser, requests, wasmStarted } from "../support/browser.mjs";
import {
  addOperator, bubbleOf, bubbles, buttonOf, composerOf, conversationOf, heard, openChat, say, sent, stored,
} from "../support/chat.mjs";
import { startPair } from "../support/host.mjs";
import { ANA, newCitizen, signIn } from "../support/people.mjs";
import { until } from "../support/process.mjs";

// Everything the server has to say, so that a leak would show.
const LOUD = { PUENTE__LOG__LEVEL: "debug" };

let world, browser, context;
const secrets = new Set();
const urls = [];
before(async () => {
  world = await startPair({ env: LOUD });
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await world?.stop();
});
afterEach(async () => {
  if (context) urls.push(...requests(context).map(({ url }) => url));
  await context?.close();
  context = undefined;
});

async function open(path = "/chat", prepare) {
  context ??= await browser.newContext();
  const page = await context.newPage();
  await prepare?.(page);
  await page.goto(world.server.origin + path);
  await wasmStarted(page);
  return page;
}

/** What was written and must never be in a log or an address. */
function secret(text) {
  secrets.add(text);
  return text;
}

async function talk(page, text) {
  await say(page, secret(text));
  await sent(page, text);
  const id = await conversationOf(world.server, text);
  const ana = await signIn(world.server, ANA);
  await ana.take(id);
  // News of it that came later would tell a page without a network that it has one.
  await page.locator(".p-standing", { hasText: "Le atiende" }).waitFor();
  const reply = async (words) => assert.equal((await ana.reply(id, secret(words))).status, 200);
  return { id, reply };
}

const banner = (page) => page.locator("[data-offline]");
const texts = async (page) => (await bubbles(page)).map(({ text }) => text);

// --- power cuts ---------------------------------------------------------------------------------

const CLIENTS = 20;
const EACH = 12;

test("SIGKILL while 20 clients post: what was acknowledged is stored, each once, without gaps", async () => {
  const acknowledged = [];
  let dead = false;
  let revive;
  const alive = new Promise((resolve) => { revive = resolve; });
  const post = async (citizen, text) => {
    const clientId = randomUUID();
    for (;;) {
      // No client goes on until the store has been looked at.
      if (dead) await alive;
      const answer = await citizen.send(text, { topic: "pp", clientId }).catch(() => undefined);
      if (answer?.status === 200) return acknowledged.push({ clientId, seq: answer.body.message.seq });
    }
  };
  const client = async (number) => {
    const citizen = newCitizen(world.server);
    secret(citizen.token);
    for (let index = 0; index < EACH; index += 1) await post(citizen, secret(`Cliente ${number}, mensaje ${index}.`));
    return citizen;
  };
  const clients = Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  await until("un tercio confirmado", () => acknowledged.length > CLIENTS * EACH / 3, 30_000);
  await world.server.kill9();
  dead = true;
  const before = acknowledged.map(({ clientId }) => clientId);
  assert.ok(before.length < CLIENTS * EACH, "murió mientras escribían");
  await world.server.restart();

  const rows = () => world.server.query(
    "select conversation_id as id, seq, client_id from message where text like 'Cliente %' order by 1, 2");
  const survived = new Set((await rows()).map((row) => row.client_id));
  assert.deepEqual(before.filter((id) => !survived.has(id)), [], "todo lo confirmado está guardado");

  dead = false;
  revive();
  const citizens = await clients;
  const all = await rows();
  assert.equal(acknowledged.length, CLIENTS * EACH);
  assert.equal(all.length, CLIENTS * EACH, "cada uno una vez");
  assert.deepEqual(new Set(all.map((row) => row.client_id)), new Set(acknowledged.map(({ clientId }) => clientId)));
  const talks = group(all);
  assert.equal(talks.size, CLIENTS);
  for (const talkRows of talks.values()) {
    assert.deepEqual(talkRows.map(({ seq }) => seq), Array.from({ length: EACH }, (_, index) => index + 1));
  }
  // And each citizen reads the same.
  const { messages, last_seq: last } = await citizens[0].conversation();
  const written = Array.from({ length: EACH }, (_, index) => `Cliente 0, mensaje ${index}.`);
  assert.deepEqual(messages.map(({ text }) => text), written);
  assert.equal(last, EACH);
});

function group(rows) {
  const found = new Map();
  for (const row of rows) found.set(row.id, [...found.get(row.id) ?? [], row]);
  return found;
}

test("a page open during the cut says so, recovers by itself, and its message is sent once", async () => {
  const page = await open();
  const { id } = await talk(page, "Antes del apagón.");
  assert.equal(await banner(page).isVisible(), false);
  await world.server.kill9();
  await banner(page).filter({ hasText: "Sin conexión. Seguimos intentando; lo que escriba se guarda." }).waitFor();
  await say(page, secret("Durante el apagón."));
  await bubbleOf(page, "Durante el apagón.").getByText(/Enviando…|No se envió\./).waitFor();
  await composerOf(page).fill("Escribiendo todavía");
  await world.server.restart();
  await bubbleOf(page, "Durante el apagón.").locator(".p-bubble__state--sent").waitFor({ timeout: 60_000 });
  await banner(page).waitFor({ state: "hidden", timeout: 60_000 });
  assert.equal(await composerOf(page).inputValue(), "Escribiendo todavía");
  const kept = await stored(world.server, id);
  assert.deepEqual(kept.map(({ text }) => text), ["Antes del apagón.", "Durante el apagón."]);
  // The live line is back too.
  const ana = await signIn(world.server, ANA);
  await ana.take(id);
  assert.equal((await ana.reply(id, secret("Ya volvimos."))).status, 200);
  await heard(page, "Ya volvimos.");
});

test("\"Reintentar\" sends at once what was not sent", async () => {
  const page = await open();
  await talk(page, "Con línea.");
  let down = true;
  await page.route("**/api/v1/chat/messages", (route) => (down ? route.abort("connectionreset") : route.continue()));
  await say(page, secret("Sin línea."));
  const bubble = bubbleOf(page, "Sin línea.");
  await bubble.getByText("No se envió.").waitFor({ timeout: 20_000 });
  down = false;
  await bubble.getByRole("button", { name: "Reintentar" }).click();
  await sent(page, "Sin línea.");
  assert.equal(await bubble.getByRole("button", { name: "Reintentar" }).isVisible(), false);
  assert.equal(await bubbleOf(page, "Sin línea.").count(), 1);
});

// --- sockets ------------------------------------------------------------------------------------

test("where sockets are cut, answers come by long poll", async () => {
  const polls = [];
  const page = await open("/chat", async (fresh) => {
    await fresh.routeWebSocket(/\/api\/v1\/chat\/live/, (socket) => socket.close({ code: 1011 }));
    fresh.on("request", (request) => {
      if (/conversation\?.*wait=(?!0)/.test(request.url())) polls.push(request.url());
    });
  });
  const { reply } = await talk(page, "Mi red corta los sockets.");
  await until("una consulta larga", () => polls.length > 0, 30_000);
  await reply("Por consulta larga.");
  await heard(page, "Por consulta larga.");
  await say(page, secret("Y de ida también."));
  await sent(page, "Y de ida también.");
  await reply("Segunda por consulta larga.");
  await heard(page, "Segunda por consulta larga.");
  assert.equal(await banner(page).isVisible(), false);
});

/** A socket whose frames can be dropped in both directions, as in a dead spot. */
async function deafen(page) {
  const line = { deaf: false, dropped: 0, opened: 0 };
  await page.addInitScript(() => {
    globalThis.__later = 0;
    const now = Date.now;
    Date.now = () => now() + globalThis.__later;
  });
  await page.routeWebSocket(/\/api\/v1\/chat\/live/, (socket) => {
    line.opened += 1;
    const server = socket.connectToServer();
    const pass = (other) => (frame) => {
      if (line.deaf) line.dropped += 1;
      else other.send(frame);
    };
    socket.onMessage(pass(server));
    server.onMessage(pass(socket));
  });
  return line;
}

async function equalsAFreshLoad(page) {
  const shown = await bubbles(page);
  const again = await open();
  assert.deepEqual(await bubbles(again), shown);
  await again.close();
}

test("frames dropped for a while: the next one shows the gap, and it is filled", async () => {
  let line;
  const page = await open("/chat", async (fresh) => { line = await deafen(fresh); });
  const { id, reply } = await talk(page, "Entro a un túnel.");
  line.deaf = true;
  for (const words of ["Uno en el túnel.", "Dos en el túnel.", "Tres en el túnel."]) await reply(words);
  // The server may put several rows into one frame.
  await until("marcos perdidos", () => line.dropped >= 1);
  assert.deepEqual(await texts(page), ["Entro a un túnel."]);
  line.deaf = false;
  await reply("Ya afuera.");
  await heard(page, "Ya afuera.");
  await heard(page, "Tres en el túnel.");
  assert.deepEqual(await texts(page), (await stored(world.server, id)).map(({ text }) => text));
  assert.equal(line.opened, 1, "por la misma línea");
  await equalsAFreshLoad(page);
});

test("frames dropped and then silence: the line is taken for dead and the rest is asked for", async () => {
  let line;
  const page = await open("/chat", async (fresh) => { line = await deafen(fresh); });
  const { id, reply } = await talk(page, "Otro túnel.");
  line.deaf = true;
  await reply("Nadie me oye.");
  await until("un marco perdido", () => line.dropped >= 1);
  line.deaf = false;
  assert.deepEqual(await texts(page), ["Otro túnel."]);
  // Half a minute by the browser's clock, without waiting for it.
  await page.evaluate(() => { globalThis.__later = 30_000; });
  await heard(page, "Nadie me oye.");
  await until("una línea nueva", () => line.opened > 1, 40_000);
  assert.deepEqual(await texts(page), (await stored(world.server, id)).map(({ text }) => text));
  await equalsAFreshLoad(page);
});

test("without a network the page says so, and everything goes when it is back", async () => {
  const page = await open();
  const { id, reply } = await talk(page, "En el camión.");
  await context.setOffline(true);
  await banner(page).waitFor();
  for (const words of ["Primera sin red.", "Segunda sin red."]) await say(page, secret(words));
  await reply("Le contesto mientras.");
  await context.setOffline(false);
  // Under a run of messages the state stands once, at its end.
  await sent(page, "Segunda sin red.");
  await heard(page, "Le contesto mientras.");
  await banner(page).waitFor({ state: "hidden" });
  assert.deepEqual((await stored(world.server, id)).map(({ text }) => text),
    ["En el camión.", "Le contesto mientras.", "Primera sin red.", "Segunda sin red."]);
  await equalsAFreshLoad(page);
});

// --- takes --------------------------------------------------------------------------------------

test("50 concurrent takes by two people: one winner", async () => {
  const person = { username: "eva", name: "Eva", desks: ["pp"] };
  const eva = await signIn(world.server, await addOperator(world.server, person));
  const ana = await signIn(world.server, ANA);
  for (let round = 0; round < 4; round += 1) {
    const text = secret(`¿Quién me toma? ${round}`);
    await newCitizen(world.server).send(text, { topic: "pp" });
    const id = await conversationOf(world.server, text);
    const takers = Array.from({ length: 50 }, (_, index) => ((index + round) % 2 ? ["ana", ana] : ["eva", eva]));
    const answers = await Promise.all(takers.map(async ([name, operator]) => {
      const { status, body } = await operator.take(id);
      return { name, status, code: body.code };
    }));
    const won = new Set(answers.filter(({ status }) => status === 204).map(({ name }) => name));
    assert.equal(won.size, 1, `un solo ganador: ${[...won]}`);
    const lost = answers.filter(({ name }) => !won.has(name));
    assert.equal(lost.length, 25);
    for (const { status, code } of lost) assert.deepEqual([status, code], [409, "already_taken"]);
    const [row] = await world.server.query(
      "select state, username from conversation join staff on staff.id = holder where conversation.id = ?", [id]);
    assert.deepEqual(row, { state: "held", username: [...won][0] });
    const loser = won.has("ana") ? eva : ana;
    assert.equal((await loser.reply(id, "Yo también.")).status, 409);
  }
});

// --- what is written down -----------------------------------------------------------------------

test("no text, token or code in the server's log, nor in any address that was asked for", async () => {
  context = await browser.newContext();
  const host = await context.newPage();
  await host.goto(`${world.host.origin}/`);
  const frame = await openChat(host);
  await say(frame, secret("Mi CURP es GOMC800101MGTXXX09."));
  await sent(frame, "Mi CURP es GOMC800101MGTXXX09.");
  await frame.locator(".p-chat__menu > summary").click();
  await frame.locator(".p-chat__entry > summary").first().click();
  const code = (await frame.locator(".p-chat__entry .p-code").textContent()).trim();
  assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  secret(code);
  secret(code.replaceAll("-", ""));
  const cookies = (await context.cookies()).filter(({ name }) => name === "__Host-conv");
  assert.equal(cookies.length, 1);
  for (const { value } of cookies) secret(value);

  const download = host.waitForEvent("download");
  await frame.locator(".p-chat__menu-list").getByRole("button", { name: "Guardar una copia" }).click();
  await download;
  // The full page, opened from the panel: token and ticket go in bodies and cookies.
  const popup = context.waitForEvent("page");
  await buttonOf(frame, "Abrir en una página").click();
  const full = await popup;
  await full.getByRole("link", { name: "Seguir sin entrar" }).click();
  await heard(full, "Mi CURP es GOMC800101MGTXXX09.");
  assert.equal(new URL(full.url()).search, "");
  const wrong = secret("AAAA-BBBB-CCCC-DDDD");
  await fetch(`${world.server.origin}/api/v1/chat/resume`, {
    method: "POST", headers: { origin: world.server.origin, "content-type": "application/json" },
    body: JSON.stringify({ site: "demo", code: wrong }),
  });
  // Not the demo's own people: their password is printed for whoever tries it.
  const rosa = await addOperator(world.server, { username: "rosa", name: "Rosa", desks: ["pp"] });
  secret(rosa.password);
  secret((await signIn(world.server, rosa)).cookie.split("=")[1]);
  await fetch(`${world.server.origin}/consola/entrar`, {
    method: "POST", headers: { origin: world.server.origin },
    body: new URLSearchParams({ username: secret("nombre-que-no-existe"), password: secret("una clave equivocada") }),
  });
  urls.push(...requests(context).map(({ url }) => url));
  hush(context);

  const log = world.server.log();
  assert.ok(log.split("\n").length > 100, "la bitácora dice algo");
  assert.match(log, /\/api\/v1\/chat\/messages/, "y por ruta");
  assert.ok(urls.length > 50);
  const addresses = [...new Set(urls)].map((url) => decodeURIComponent(url.replaceAll("+", " ")));
  const leaks = [];
  for (const words of secrets) {
    if (log.includes(words)) leaks.push(`bitácora: ${words}`);
    for (const url of addresses) if (url.includes(words)) leaks.push(`${url}: ${words}`);
  }
  assert.deepEqual(leaks, []);
  assert.equal(/[0-9a-f]{64}/.exec(log)?.[0], undefined, "ni nada con forma de llave");
});
