// A WhatsApp message from a phone to the desk and back, against the simulator (support/simulator.mjs).
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { assertAccessible } from "../support/axe.mjs";
import { PHONE, assertQuiet, openBrowser } from "../support/browser.mjs";
import {
  answer, bubbleOf, buttonOf, conversationOf, enterConsole, lineOf, openChat, openLine, say, sent, stored,
} from "../support/chat.mjs";
import { ANA, LUIS, clearQueue, signIn } from "../support/people.mjs";
import { until } from "../support/process.mjs";
import { startTrio } from "../support/simulator.mjs";

let world, browser;
const contexts = [];
before(async () => {
  world = await startTrio();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await world?.stop();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
  // Phones are as they were; what one test leaves in the queue is no other's business.
  await world.simulator.behaviour({ next_send: "ok", statuses: "ordered", pace_ms: 50 });
  for (const id of ["rosa", "jacinto", "lupita", "teresa"]) {
    await world.simulator.phone(id).settings({ online: true, reads: true, looking: "" });
  }
  await clearQueue(world.server);
});

async function fresh(options) {
  const context = await browser.newContext(options);
  contexts.push(context);
  return context;
}

async function consoleOf(account) {
  return enterConsole(await fresh(), world.server, account);
}

/** The simulator's page with one person's chat with one line on its screen. */
async function phonePage({ person, line }, options) {
  const page = await (await fresh(options)).newPage();
  await page.goto(world.simulator.origin);
  await page.locator("#personas input").first().waitFor({ state: "attached" });
  if (!await page.locator("#personas").isVisible()) await page.locator("#elegir > summary").click();
  await page.locator("#personas label").filter({ hasText: person }).click();
  await page.locator("#lineas label").filter({ hasText: line }).click();
  return page;
}

const onPhone = (page, text) => page.locator(".s-bubble").filter({ hasText: text });

async function typeOnPhone(page, text) {
  await page.getByLabel("Mensaje desde el teléfono").fill(text);
  await buttonOf(page, "Enviar").click();
  await onPhone(page, text).filter({ hasText: "entregado" }).waitFor();
}

/** The state's words under one of the console's bubbles. */
const told = (desk, text, words) =>
  desk.locator("#mensajes .p-bubble").filter({ hasText: text }).locator(".p-delivery").filter({ hasText: words }).waitFor();

/** Somebody writes; an operator has it open and taken. */
async function attended(account, id, line, text) {
  await world.simulator.phone(id).send(line, text);
  const desk = await consoleOf(account);
  await openLine(desk, text);
  await buttonOf(desk, "Tomar").click();
  await desk.getByLabel("Su respuesta").waitFor();
  return desk;
}

// --- the whole way ------------------------------------------------------------------------------

test("a phone, the right desk's queue, an answer, the phone again, delivered and read", async () => {
  const phone = await phonePage({ person: "Jacinto", line: "Línea PP" });
  const question = "¿Cuánto me prestan con doce años de servicio?";
  await typeOnPhone(phone, question);

  const [ana, luis] = [await consoleOf(ANA), await consoleOf(LUIS)];
  const line = lineOf(ana, question);
  await line.waitFor();
  await line.filter({ hasText: "Préstamos personales" }).filter({ hasText: "PP" }).waitFor();
  assert.equal(await lineOf(luis, question).count(), 0, "es de otra área");

  await openLine(ana, question);
  await ana.locator(".p-toolbar__line").getByText("WhatsApp, línea PP").waitFor();
  await ana.locator(".p-toolbar__line").getByText(/Se puede responder hasta mañana/).waitFor();
  await buttonOf(ana, "Tomar").click();
  const reads = phone.getByLabel("Lee lo que llega");
  await reads.uncheck();
  const reply = "Buenos días, don Jacinto. Hasta 250,000 pesos.";
  await answer(ana, reply);
  await onPhone(phone, reply).waitFor();
  await told(ana, reply, "Entregado");
  await reads.check();
  await told(ana, reply, "Leído");

  // A second turn joins the same conversation.
  await typeOnPhone(phone, "Muchas gracias, paso el lunes.");
  await ana.locator("#mensajes").getByText("Muchas gracias, paso el lunes.", { exact: true }).waitFor();
  const rows = await stored(world.server, await conversationOf(world.server, question));
  assert.deepEqual(rows.map(({ seq, author }) => [seq, author]), [[1, "citizen"], [2, "staff"], [3, "citizen"]]);
  for (const context of contexts) assertQuiet(context);
});

test("who shows no number is answered too, by the line that was written to", async () => {
  const desk = await attended(LUIS, "lupita", "segpen-2", "¿Cómo pido mi constancia de pensión?");
  await answer(desk, "Se la damos en ventanilla, sin costo.");
  await world.simulator.phone("lupita").heard("segpen-2", "Se la damos en ventanilla");
  assert.deepEqual((await world.simulator.phone("lupita").messages("segpen-1")).filter(({ mine }) => !mine), []);
});

test("the municipal page and WhatsApp stand in one queue, oldest first", async () => {
  await clearQueue(world.server);
  const ana = await consoleOf(ANA);
  const texts = ["Primero, por la página.", "Segundo, por WhatsApp.", "Tercero, por la página.", "Cuarto, por WhatsApp."];
  await byWeb(texts[0]);
  await byPhone("rosa", texts[1]);
  await lineOf(ana, texts[1]).waitFor();
  await byWeb(texts[2]);
  await byPhone("jacinto", texts[3]);
  await lineOf(ana, texts[3]).waitFor();
  assert.deepEqual(await ana.locator("#cola-espera ~ ul .p-queue__preview").allTextContents(), texts);
  const { waiting } = await (await signIn(world.server, ANA)).queue();
  assert.deepEqual(waiting.map(({ channel }) => channel), ["web", "whatsapp", "web", "whatsapp"]);
});

async function byWeb(text) {
  const page = await (await fresh()).newPage();
  await page.goto(`${world.host.origin}/`);
  const chat = await openChat(page);
  await say(chat, text);
  await sent(chat, text);
}

/** Meta tells whole seconds, and they are cut off: the phone's must not be the second of what came before. */
async function byPhone(id, text) {
  const now = async () => (await world.simulator.state()).now;
  const before = await now();
  await until("empieza otro segundo", async () => Math.floor(await now() / 1000) > Math.floor(before / 1000));
  await world.simulator.phone(id).send("pp", text);
}

// --- repeats and gaps ---------------------------------------------------------------------------

test("duplicates change nothing; three texts in one body are three messages in order", async () => {
  const rosa = world.simulator.phone("rosa");
  await rosa.send("pgh", "Quiero adelantar mi hipoteca.");
  const id = await conversationOf(world.server, "Quiero adelantar mi hipoteca.");
  await rosa.duplicate(20);
  await rosa.send("pgh", { kind: "texts", texts: ["Uno.", "Dos.", "Tres."] });
  await until("los tres", async () => (await stored(world.server, id)).length === 4);
  await rosa.duplicate(5);
  // A message after the repeats: once it is there, they have been looked at.
  await rosa.send("pgh", "Eso es todo.");
  await until("el último", async () => (await stored(world.server, id)).some(({ text }) => text === "Eso es todo."));
  const rows = await stored(world.server, id);
  assert.deepEqual(rows.map(({ seq, text }) => [seq, text]), [
    [1, "Quiero adelantar mi hipoteca."], [2, "Uno."], [3, "Dos."], [4, "Tres."], [5, "Eso es todo."],
  ]);
  const { waiting } = await (await signIn(world.server, ANA)).queue();
  assert.equal(waiting.filter((item) => item.id === id).length, 1);
});

test("what was written while Puente was down arrives once it is back, once", async () => {
  const rosa = world.simulator.phone("rosa");
  await world.server.kill9();
  await rosa.send("pgh", "Les escribo durante la falla.");
  const { trouble } = await until("se repite", async () => {
    const { webhooks } = await world.simulator.state();
    return webhooks.trouble && webhooks;
  });
  assert.equal(trouble, "Puente no responde");
  assert.equal((await rosa.messages("pgh")).at(-1).state, "sent", "una sola palomita");
  await world.server.restart();
  const id = await conversationOf(world.server, "Les escribo durante la falla.");
  const rows = (await stored(world.server, id)).filter(({ text }) => text === "Les escribo durante la falla.");
  assert.equal(rows.length, 1);
  await world.simulator.settled();
});

test("photo, sticker, location and reaction are shown to the desk in words", async () => {
  const rosa = world.simulator.phone("rosa");
  const desk = await attended(ANA, "rosa", "pp", "Le mando mis papeles.");
  await answer(desk, "Gracias, doña Rosa.");
  await rosa.heard("pp", "Gracias, doña Rosa.");
  for (const what of [{ kind: "image", caption: "Mi talón" }, { kind: "sticker" }, { kind: "location" }]) await rosa.send("pp", what);
  await rosa.send("pp", { kind: "reaction", emoji: "👍" });
  const log = desk.locator("#mensajes");
  await log.locator(".p-bubble").filter({ hasText: "Mi talón" }).waitFor();
  await log.locator(".p-bubble").filter({ hasText: "Jardín de la Unión" }).waitFor();
  await log.locator(".p-event").filter({ hasText: "👍" }).waitFor();
  await until("la foto, el sticker y la ubicación", async () => await log.locator(".p-bubble[data-seq]").count() >= 5);
});

// --- how far an answer comes --------------------------------------------------------------------

test("a phone without connection: sent, and delivered once it is back", async () => {
  const desk = await attended(ANA, "rosa", "pp", "Voy en carretera, se va la señal.");
  await world.simulator.phone("rosa").settings({ online: false });
  await answer(desk, "Aquí le respondemos.");
  await told(desk, "Aquí le respondemos.", "Enviado");
  await world.simulator.settled();
  const { people } = await world.simulator.state();
  assert.equal(people.find(({ id }) => id === "rosa").on_the_way.pp, 1);
  await told(desk, "Aquí le respondemos.", "Enviado");
  await world.simulator.phone("rosa").settings({ online: true });
  await told(desk, "Aquí le respondemos.", "Entregado");
});

test("statuses in reverse never take a state back", async () => {
  await world.simulator.behaviour({ statuses: "reversed" });
  const desk = await attended(ANA, "rosa", "pp", "¿Me leen?");
  await world.simulator.phone("rosa").settings({ looking: "pp" });
  await answer(desk, "Sí, la leemos.");
  await told(desk, "Sí, la leemos.", "Leído");
  await world.simulator.settled();
  const [{ wamid }] = await world.server.query(
    "select o.wamid from outbox o join message m on m.conversation_id = o.conversation_id and m.seq = o.seq where m.text = ?",
    ["Sí, la leemos."]);
  await until("las tres noticias", async () =>
    (await world.server.query("select status from wa_status where wamid = ?", [wamid])).length === 3);
  await told(desk, "Sí, la leemos.", "Leído");
});

test("what cannot be sent says so, with the reason; what may have arrived is not sent again by itself", async () => {
  const rosa = world.simulator.phone("rosa");
  const desk = await attended(ANA, "rosa", "pp", "¿Siguen ahí?");
  await world.simulator.behaviour({ next_send: "131047" });
  await answer(desk, "Ya pasó un día entero.");
  await told(desk, "Ya pasó un día entero.", /No se envió\..*24 horas/);
  await world.simulator.behaviour({ next_send: "131026" });
  await answer(desk, "Este no llega.");
  await told(desk, "Este no llega.", "No se envió");
  await world.simulator.behaviour({ next_send: "502" });
  await answer(desk, "De este no se sabe.");
  await told(desk, "De este no se sabe.", "No se sabe si llegó");
  await answer(desk, "Y este sí llega.");
  await rosa.heard("pp", "Y este sí llega.");
  const heard = (await rosa.messages("pp")).filter(({ mine }) => !mine).map(({ text }) => text);
  assert.deepEqual(heard.filter((text) => /no se sabe|Este no|un día/.test(text)), []);
});

test("an answer that never came but arrived is known by its status", async () => {
  const desk = await attended(ANA, "teresa", "pp", "¿Me confirma mi cita?");
  await world.simulator.behaviour({ next_send: "timeout" });
  await answer(desk, "Confirmada, el jueves.");
  await told(desk, "Confirmada, el jueves.", "Entregado");
  assert.equal((await world.simulator.phone("teresa").messages("pp")).filter(({ mine }) => !mine).length, 1);
});

// --- the simulator's own page -------------------------------------------------------------------

test("the phones' page: axe in light, dark and at 200 %, on a phone and wide; ticks in words", async () => {
  const page = await phonePage({ person: "Teresa", line: "Línea REF" }, PHONE);
  await typeOnPhone(page, "¿Ya está mi referencia?");
  await page.getByLabel("Con conexión").uncheck();
  await page.getByLabel("Mensaje desde el teléfono").fill("Esto no sale.");
  await buttonOf(page, "Enviar").click();
  await page.getByRole("status").filter({ hasText: "sin conexión" }).waitFor();
  assert.equal(await page.getByLabel("Mensaje desde el teléfono").inputValue(), "Esto no sale.", "lo escrito se conserva");
  for (const viewport of [{ width: 360, height: 640 }, { width: 640, height: 400 }, { width: 1280, height: 800 }]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await assertAccessible(page, `simulador ${viewport.width} ${colorScheme}`);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(sideways, 0, `se desplaza a los lados: ${viewport.width}`);
    }
  }
  assertQuiet(contexts[0], { allow: [/status of 409/] });
});

test("the phones' page works by keyboard alone", async () => {
  const page = await (await fresh()).newPage();
  await page.goto(world.simulator.origin);
  await page.locator("#personas input").first().waitFor({ state: "attached" });
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Ir a escribir un mensaje");
  await page.locator("#personas input:checked").focus();
  await page.keyboard.press("ArrowDown");
  await page.locator("#chat-persona").filter({ hasText: "Jacinto" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.value), "jacinto", "el foco sigue en la lista");
  await page.locator("#mensaje").focus();
  await page.keyboard.type("Escribo con el teclado.");
  await page.keyboard.press("Enter");
  await onPhone(page, "Escribo con el teclado.").filter({ hasText: "entregado" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), "mensaje");
});
