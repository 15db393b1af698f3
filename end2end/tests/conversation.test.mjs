// The conversation, from the municipality's page to the desk and back.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, test } from "node:test";
import { assertQuiet, launch, openBrowser, stallWasm, wasmStarted } from "../support/browser.mjs";
import {
  answer, bubbleOf, bubbles, buttonOf, choose, composerOf, conversationOf, enterConsole, forbidDialogs, frameAlive,
  heard, launcherOf, lineOf, openChat, openLine, say, sent, stored,
} from "../support/chat.mjs";
import { startPair } from "../support/host.mjs";
import { ANA, LUIS, newCitizen, signIn } from "../support/people.mjs";
import { until } from "../support/process.mjs";
import { CLOSED } from "../support/server.mjs";

let world, closedWorld, browser;
const contexts = [];
before(async () => {
  [world, closedWorld] = await Promise.all([startPair(), startPair({ at: CLOSED })]);
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await world?.stop();
  await closedWorld?.stop();
});
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

async function fresh(options) {
  const context = await browser.newContext(options);
  contexts.push(context);
  return context;
}

async function chatPage(options, { path = "/chat", server = world.server } = {}) {
  const context = await fresh(options);
  const page = await context.newPage();
  await page.goto(server.origin + path);
  await wasmStarted(page);
  return page;
}

async function hostPage(path = "/", { host = world.host, ...options } = {}) {
  const context = await fresh(options);
  const page = await context.newPage();
  await page.goto(host.origin + path);
  return page;
}

const standing = (chat) => chat.locator(".p-standing");
const title = (chat) => chat.locator(".p-chat__title");
const textsOf = async (id) => (await stored(world.server, id)).map(({ text }) => text);

// --- the whole way ------------------------------------------------------------------------------

test("embed, topic, message, answer, reload, another desk, close, copy, another one", async () => {
  const desk = await enterConsole(await fresh(), world.server, ANA);
  const page = await hostPage("/");
  let chat = await openChat(page);
  const hello = "¿Cuánto tarda en depositarse mi préstamo?";
  await say(chat, hello);
  await sent(chat, hello);
  await standing(chat).filter({ hasText: /^Usted es el número \d+ de la fila$/ }).waitFor();
  assert.equal(await title(chat).textContent(), "Préstamos personales");

  // The desk sees it live, takes it and answers; the citizen sees it live.
  await openLine(desk, hello);
  await buttonOf(desk, "Tomar").click();
  await standing(chat).filter({ hasText: "Le atiende Ana" }).waitFor();
  await answer(desk, "Buenos días. Tarda tres días hábiles.");
  await heard(chat, "Buenos días. Tarda tres días hábiles.");
  await say(chat, "Gracias. ¿Y mi referencia de pago?");
  await desk.locator("#mensajes").getByText("¿Y mi referencia de pago?").waitFor();

  // A reload keeps it.
  const before = await bubbles(chat);
  await page.reload();
  chat = await openChat(page);
  await heard(chat, "¿Y mi referencia de pago?");
  assert.deepEqual(await bubbles(chat), before);
  await standing(chat).filter({ hasText: "Le atiende Ana" }).waitFor();

  // To another desk, with a note that only desks see.
  const note = "Ya tiene su préstamo; pide la referencia de la quincena 7.";
  const luis = await enterConsole(await fresh(), world.server, LUIS);
  await buttonOf(desk, "Pasar a otra área").click();
  await desk.getByLabel("Área que sigue").selectOption({ label: "Referencias de pago" });
  await desk.getByLabel("Nota para quien sigue").fill(note);
  await buttonOf(desk, "Pasar conversación").click();
  await standing(chat).filter({ hasText: /^Usted es el número \d+ de la fila$/ }).waitFor();
  await title(chat).filter({ hasText: "Referencias de pago" }).waitFor();
  const line = lineOf(luis, "¿Y mi referencia de pago?");
  await line.getByText("Pasada con nota").waitFor();
  await line.click();
  await luis.locator("#mensajes .p-note__text").filter({ hasText: note }).waitFor();
  await buttonOf(luis, "Tomar").click();
  await standing(chat).filter({ hasText: "Le atiende Luis" }).waitFor();
  await answer(luis, "Su referencia llega por aquí mismo.");
  await heard(chat, "Su referencia llega por aquí mismo.");
  assert.equal(await lineOf(desk, "¿Y mi referencia de pago?").count(), 0, "ya no está en la fila de Ana");

  // Closed by the desk: the citizen is told.
  await buttonOf(luis, "Cerrar conversación").click();
  await buttonOf(luis, "Sí, cerrar").click();
  await chat.getByRole("heading", { name: "La conversación terminó" }).waitFor();
  assert.equal(await composerOf(chat).isVisible(), false);

  const download = page.waitForEvent("download");
  await chat.locator(".p-ended").getByRole("button", { name: "Guardar una copia" }).click();
  const file = await download;
  assert.equal(file.suggestedFilename(), "conversacion.txt");
  const copy = await readFile(await file.path(), "utf8");
  for (const text of [hello, "Ana: Buenos días. Tarda tres", "Luis: Su referencia llega por aquí mismo."]) {
    assert.ok(copy.includes(text), `la copia trae: ${text}\n${copy}`);
  }
  for (const place of [copy, await chat.content(), await page.content()]) {
    assert.ok(!place.includes("quincena 7"), "la nota no llega a la persona");
  }

  await chat.getByRole("link", { name: "Empezar otra conversación" }).click();
  await say(chat, "Otra pregunta, otra conversación.", { topic: "Seguros y pensiones" });
  await sent(chat, "Otra pregunta, otra conversación.");
  const first = await conversationOf(world.server, hello);
  assert.notEqual(first, await conversationOf(world.server, "Otra pregunta, otra conversación."));
  assert.deepEqual((await stored(world.server, first)).map(({ seq }) => seq), [1, 2, 3, 4]);
  for (const context of contexts) assertQuiet(context);
});

test("the note never reaches the citizen by any answer of ours", async () => {
  const citizen = newCitizen(world.server);
  const { body } = await citizen.send("Páseme a otra área.", { topic: "pp" });
  const id = await conversationOf(world.server, "Páseme a otra área.");
  const ana = await signIn(world.server, ANA);
  await ana.take(id);
  await ana.pass(id, "mora", "NOTA-SECRETA debe tres quincenas");
  const answers = [await citizen.conversation(), await fetch(`${world.server.origin}/api/v1/chat/transcript`,
    { headers: { "x-conv": citizen.token } }).then((answer) => answer.text())];
  const page = await fetch(`${world.server.origin}/w/demo`, { headers: { cookie: `__Host-conv=${citizen.token}` } });
  answers.push(await page.text());
  assert.ok(answers[2].includes("Páseme a otra área."), "la página es la de esa conversación");
  assert.ok(!JSON.stringify(answers).includes("NOTA-SECRETA"));
  assert.equal(body.message.seq, 1);
});

test("the place in the queue moves up while one waits", async () => {
  const before = newCitizen(world.server);
  await before.send("Llegué antes.", { topic: "mora" });
  const chat = await chatPage();
  await say(chat, "Llegué después.", { topic: "Pagos atrasados" });
  await sent(chat, "Llegué después.");
  const place = async () => Number(/número (\d+)/.exec(await standing(chat).textContent())?.[1]);
  const first = await until("el lugar", place);
  const luis = await signIn(world.server, LUIS);
  const { waiting } = await luis.queue();
  const queue = waiting.filter(({ desk }) => desk === "mora");
  assert.equal(first, queue.length, "el último de la fila");
  await luis.take(await conversationOf(world.server, "Llegué antes."));
  await until("avanza", async () => await place() === first - 1);
});

// --- sending ------------------------------------------------------------------------------------

test("sending needs a topic, says so, keeps the text, and then sends it", async () => {
  const chat = await chatPage();
  await composerOf(chat).fill("¿Con quién hablo de mi pensión?");
  await buttonOf(chat, "Enviar mensaje").click();
  await chat.locator("#aviso").filter({ hasText: "Elija un tema para saber qué área le responde." }).waitFor();
  assert.equal(await composerOf(chat).inputValue(), "¿Con quién hablo de mi pensión?");
  assert.equal(await chat.locator(".p-bubble").count(), 0);
  assert.equal(await chat.evaluate(() => document.activeElement.name), "topic");
  await choose(chat, "Seguros y pensiones");
  assert.equal(await chat.locator("#aviso").isVisible(), false);
  await buttonOf(chat, "Enviar mensaje").click();
  await sent(chat, "¿Con quién hablo de mi pensión?");
  assert.equal(await composerOf(chat).inputValue(), "");
  // And nothing at all is not a message.
  await chat.waitForTimeout(1600); // two taps in a row are forgiven for 1.5 s
  await buttonOf(chat, "Enviar mensaje").click();
  await chat.locator("#aviso").filter({ hasText: "Escriba su mensaje antes de enviarlo." }).waitFor();
  assert.equal(await chat.locator(".p-bubble").count(), 1);
});

test("a double click and Enter twice make one message each", async () => {
  const chat = await chatPage();
  await choose(chat, "Préstamos personales");
  await composerOf(chat).fill("Doble clic.");
  await buttonOf(chat, "Enviar mensaje").dblclick();
  await sent(chat, "Doble clic.");
  await composerOf(chat).fill("Doble Enter.");
  await composerOf(chat).focus();
  await chat.keyboard.press("Enter");
  await chat.keyboard.press("Enter");
  await sent(chat, "Doble Enter.");
  await composerOf(chat).fill("Y una más.");
  await chat.keyboard.press("Enter");
  await sent(chat, "Y una más.");
  const id = await conversationOf(world.server, "Doble clic.");
  assert.deepEqual((await stored(world.server, id)).map(({ seq, text }) => [seq, text]),
    [[1, "Doble clic."], [2, "Doble Enter."], [3, "Y una más."]]);
  assert.equal(await chat.locator(".p-bubble").count(), 3);
  assert.equal(await chat.locator("#aviso").isVisible(), false);
});

test("an answer that is lost makes the message go twice and be stored once", async () => {
  const chat = await chatPage();
  let posts = 0;
  await chat.route("**/api/v1/chat/messages", async (route) => {
    posts += 1;
    if (posts > 1) return route.continue();
    await route.fetch();
    await route.abort("connectionreset");
  });
  await say(chat, "Se perdió la respuesta.");
  await until("el segundo intento", () => posts > 1, 30_000);
  await sent(chat, "Se perdió la respuesta.");
  const id = await conversationOf(world.server, "Se perdió la respuesta.");
  assert.equal((await stored(world.server, id)).length, 1);
  assert.equal(await bubbleOf(chat, "Se perdió la respuesta.").count(), 1);
});

test("text typed before the program arrives is kept and can be sent", async () => {
  const context = await fresh();
  const gate = await stallWasm(context);
  const page = await context.newPage();
  await page.goto(`${world.host.origin}/`);
  await launcherOf(page).click();
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await composerOf(frame).pressSequentially("Escrito antes de tiempo.");
  await choose(frame, "Referencias de pago");
  await until("el programa fue pedido", () => gate.seen > 0);
  gate.release();
  await wasmStarted(frame);
  assert.equal(await composerOf(frame).inputValue(), "Escrito antes de tiempo.");
  await buttonOf(frame, "Enviar mensaje").click();
  await sent(frame, "Escrito antes de tiempo.");
  const id = await conversationOf(world.server, "Escrito antes de tiempo.");
  assert.deepEqual(await textsOf(id), ["Escrito antes de tiempo."]);
  assert.equal(await composerOf(frame).inputValue(), "");
  assertQuiet(context);
});

test("sent while the program still has not arrived, it goes as a form and once", async () => {
  const context = await fresh();
  const gate = await stallWasm(context);
  const page = await context.newPage();
  await page.goto(`${world.host.origin}/`);
  await launcherOf(page).click();
  const chat = page.frameLocator("iframe");
  await choose(chat, "Referencias de pago");
  await composerOf(chat).fill("Sin esperar al programa.");
  await buttonOf(chat, "Enviar mensaje").click();
  await heard(chat, "Sin esperar al programa.");
  gate.release();
  const frame = await frameAlive(page);
  await heard(frame, "Sin esperar al programa.");
  assert.equal(await composerOf(frame).inputValue(), "", "lo enviado no vuelve como borrador");
  await say(frame, "Y sigo con él.");
  await sent(frame, "Y sigo con él.");
  const id = await conversationOf(world.server, "Sin esperar al programa.");
  assert.deepEqual(await textsOf(id), ["Sin esperar al programa.", "Y sigo con él."]);
  assertQuiet(context);
});

test("unsent text survives a reload, in the panel and on the page", async () => {
  const page = await hostPage("/");
  let chat = await openChat(page);
  await composerOf(chat).fill("Todavía no lo");
  await page.reload();
  chat = await openChat(page);
  assert.equal(await composerOf(chat).inputValue(), "Todavía no lo");
  await say(chat, "Todavía no lo mando, ya sí.");
  await sent(chat, "Todavía no lo mando, ya sí.");
  await page.reload();
  chat = await openChat(page);
  assert.equal(await composerOf(chat).inputValue(), "");

  const full = await chatPage();
  await composerOf(full).fill("En la página entera.");
  await full.reload();
  await wasmStarted(full);
  assert.equal(await composerOf(full).inputValue(), "En la página entera.");
});

test("a message that was on its way at a reload is sent afterwards, once", async () => {
  const page = await chatPage();
  await say(page, "Esta llega primero.");
  await sent(page, "Esta llega primero.");
  await page.route("**/api/v1/chat/messages", (route) => route.abort("connectionreset"));
  await say(page, "Esta queda en camino.");
  await page.unroute("**/api/v1/chat/messages");
  await page.reload();
  await sent(page, "Esta queda en camino.");
  const id = await conversationOf(world.server, "Esta queda en camino.");
  assert.deepEqual(await textsOf(id), ["Esta llega primero.", "Esta queda en camino."]);
});

// --- what people write --------------------------------------------------------------------------

const WRITTEN = [
  "<script>alert(1)</script><img src=x onerror=alert(2)>",
  "<b>negritas</b> &amp; &lt;i&gt; </textarea></script>",
  "مرحبا، أريد قرضًا من فضلك",
  "uno\u200bdos\u200ctres\u2060cuatro",
  "Renglón uno\n\nRenglón tres",
  "🙂👩‍👩‍👧‍👦 ñandú Ōtomí ʼñäñho",
  "{{7*7}} ${7*7} %00 ../../etc",
  "palabra".repeat(40),
];

test("strange messages are text, exactly as written, on both sides", async () => {
  const chat = await chatPage();
  const quiet = forbidDialogs(chat);
  for (const text of WRITTEN) {
    const shown = await chat.locator(".p-bubble").count();
    await composerOf(chat).fill(text);
    if (shown === 0) await choose(chat, "Préstamo con garantía hipotecaria");
    await buttonOf(chat, "Enviar mensaje").click();
    await chat.locator(".p-bubble").nth(shown).waitFor();
  }
  await sent(chat, WRITTEN.at(-1));
  assert.deepEqual((await bubbles(chat)).map(({ text }) => text), WRITTEN);
  const id = await conversationOf(world.server, WRITTEN[0]);
  assert.deepEqual(await textsOf(id), WRITTEN);
  // Rendered by the server, too.
  await chat.reload();
  await wasmStarted(chat);
  assert.deepEqual((await bubbles(chat)).map(({ text }) => text), WRITTEN);
  assert.equal(await chat.locator(".p-log img, .p-log script, .p-log b").count(), 0);
  const [wide, room] = await chat.evaluate(() => {
    const page = document.documentElement;
    return [page.scrollWidth, page.clientWidth];
  });
  assert.equal(wide, room, "una palabra larga no ensancha la página");

  const desk = await enterConsole(await fresh(), world.server, ANA);
  const deskQuiet = forbidDialogs(desk);
  await lineOf(desk, WRITTEN.at(-1).slice(0, 40)).click();
  await until("la consola los muestra", async () => await desk.locator("#mensajes .p-bubble").count() === WRITTEN.length);
  assert.deepEqual((await bubbles(desk)).map(({ text }) => text), WRITTEN);
  quiet();
  deskQuiet();
  for (const context of contexts) assertQuiet(context);
});

test("2,000 characters go, one more is refused in place and kept", async () => {
  const chat = await chatPage();
  // Characters are scalar values: the emoji counts for one.
  const longest = `🙂${"ñ".repeat(1_999)}`;
  await choose(chat, "Préstamos personales");
  await composerOf(chat).fill(`${longest}x`);
  await buttonOf(chat, "Enviar mensaje").click();
  await chat.locator("#aviso").filter({ hasText: "Su mensaje es muy largo" }).waitFor();
  assert.equal((await composerOf(chat).inputValue()).length, longest.length + 1);
  await composerOf(chat).fill(longest);
  await buttonOf(chat, "Enviar mensaje").click();
  await sent(chat, longest);
  await composerOf(chat).fill("a".repeat(100_000));
  await buttonOf(chat, "Enviar mensaje").click();
  await chat.locator("#aviso").filter({ hasText: "muy largo" }).waitFor();
  assert.equal(await chat.locator(".p-bubble").count(), 1);
});

test("links are only what can be nothing else", async () => {
  const chat = await chatPage();
  const text = "Vea https://isseg.gob.mx/tramites?x=1. No javascript:alert(1) ni JaVaScRiPt:alert(2) "
    + "ni data:text/html,x ni https://аpple.com";
  await say(chat, text);
  await sent(chat, text);
  const links = chat.locator(".p-bubble a");
  assert.deepEqual(await links.evaluateAll((all) => all.map((a) => [a.getAttribute("href"), a.target, a.rel])),
    [["https://isseg.gob.mx/tramites?x=1", "_blank", "noopener noreferrer nofollow ugc"]]);
  assert.equal((await bubbles(chat))[0].text, text);
});

// --- out of hours -------------------------------------------------------------------------------

test("out of hours: when it opens, the message queued, and a code that works elsewhere", async () => {
  const page = await hostPage("/", { host: closedWorld.host });
  const chat = await openChat(page);
  
  await chat.locator(".p-chat__status").filter({ hasText: /^Abre el lunes 6 de abril, 9:00$/ }).waitFor();
  await chat.getByText("Abre el lunes 6 de abril, 9:00. Deje su mensaje").waitFor();
  await say(chat, "Escribo en viernes por la tarde.");
  await sent(chat, "Escribo en viernes por la tarde.");
  await chat.getByText("Abre el lunes 6 de abril, 9:00. Su mensaje ya está en la fila.").waitFor();
  const code = (await chat.locator("[data-code]").textContent()).trim();
  assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
  const [row] = await closedWorld.server.query("select state from conversation where id = ?",
    [await conversationOf(closedWorld.server, "Escribo en viernes por la tarde.")]);
  assert.equal(row.state, "waiting");

  // Written as people copy it from a piece of paper.
  const other = await chatPage({}, { server: closedWorld.server });
  await other.locator(".p-chat__resume > summary").click();
  await other.getByLabel("Código de su conversación").fill(` ${code.toLowerCase().replaceAll("-", " ")} `);
  await buttonOf(other, "Continuar la conversación").click();
  await heard(other, "Escribo en viernes por la tarde.");
  await say(other, "Sigo desde la computadora.");
  await sent(other, "Sigo desde la computadora.");
  await heard(chat, "Sigo desde la computadora.");
  for (const context of contexts) assertQuiet(context);
});

// --- without JavaScript -------------------------------------------------------------------------

test("the whole chat without JavaScript and without a cookie, inside the cross-site frame", async () => {
  const context = await launch({ storage: "refused", javaScriptEnabled: false });
  contexts.push(context);
  const page = await context.newPage();
  await page.goto(`${world.host.origin}/iframe`);
  const chat = page.frameLocator("iframe");
  const check = () => buttonOf(chat, "Ver mensajes nuevos").click();

  // No topic: the same page with what was written and what to do.
  await composerOf(chat).fill("Sin programas en mi teléfono.");
  await buttonOf(chat, "Enviar mensaje").click();
  await chat.locator("#aviso").filter({ hasText: "Elija un tema" }).waitFor();
  assert.equal(await composerOf(chat).inputValue(), "Sin programas en mi teléfono.");
  await choose(chat, "Préstamos personales");
  await buttonOf(chat, "Enviar mensaje").click();
  await heard(chat, "Sin programas en mi teléfono.");
  await standing(chat).filter({ hasText: /^Usted es el número \d+ de la fila$/ }).waitFor();
  assert.match(await chat.locator("[data-code]").textContent(), /^\s*[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\s*$/);

  const id = await conversationOf(world.server, "Sin programas en mi teléfono.");
  const ana = await signIn(world.server, ANA);
  await ana.take(id);
  await ana.reply(id, "Le leo sin problema.");
  // What is being written comes back with the news.
  await composerOf(chat).fill("A medio escribir");
  await check();
  await heard(chat, "Le leo sin problema.");
  await standing(chat).filter({ hasText: "Le atiende Ana" }).waitFor();
  assert.equal(await composerOf(chat).inputValue(), "A medio escribir");
  await composerOf(chat).fill("Segundo mensaje.");
  await buttonOf(chat, "Enviar mensaje").click();
  await heard(chat, "Segundo mensaje.");
  assert.equal(await composerOf(chat).inputValue(), "");

  await chat.locator(".p-chat__menu > summary").click();
  const download = page.waitForEvent("download");
  await chat.locator(".p-chat__menu-list").getByRole("button", { name: "Guardar una copia" }).click();
  const copy = await readFile(await (await download).path(), "utf8");
  const lines = copy.split("\r\n").map((line) => line.replace(/^\d+:\d+ /, ""));
  const said = ["Usted: Sin programas en mi teléfono.", "Ana: Le leo sin problema.", "Usted: Segundo mensaje."];
  assert.deepEqual(lines.filter((line) => /^(Usted|Ana):/.test(line)), said);

  const sure = buttonOf(chat, "Sí, terminar");
  await chat.locator(".p-chat__entry > summary").filter({ hasText: "Terminar conversación" }).click();
  await sure.click();
  await chat.getByRole("heading", { name: "La conversación terminó" }).waitFor();
  await chat.getByRole("link", { name: "Empezar otra conversación" }).click();
  await chat.getByRole("radio", { name: "Préstamos personales" }).waitFor({ state: "attached" });
  assert.equal(await chat.locator(".p-bubble").count(), 0);
  assert.deepEqual(await context.cookies(), []);
  assert.deepEqual(await textsOf(id), ["Sin programas en mi teléfono.", "Le leo sin problema.", "Segundo mensaje."]);
  const [row] = await world.server.query("select state from conversation where id = ?", [id]);
  assert.equal(row.state, "closed");
  assertQuiet(context, { allow: [/status of 422/] });
});

test("the same form sent again after the browser's back is the same message", async () => {
  const context = await fresh({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${world.server.origin}/chat?tema=pp`);
  await composerOf(page).fill("Una sola vez.");
  await buttonOf(page, "Enviar mensaje").click();
  await heard(page, "Una sola vez.");
  // The answer's own reload posts the form again.
  await page.reload();
  await heard(page, "Una sola vez.");
  const id = await conversationOf(world.server, "Una sola vez.");
  assert.equal((await stored(world.server, id)).length, 1);
});
