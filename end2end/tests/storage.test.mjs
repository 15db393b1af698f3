// What the browser may keep, and what becomes of a conversation when it may keep less.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { assertQuiet, controlFrameCookie, launch, openBrowser, requests, wasmStarted } from "../support/browser.mjs";
import {
  bubbles, buttonOf, composerOf, conversationOf, enterConsole, heard, openChat, say, sent, stored,
} from "../support/chat.mjs";
import { startPair } from "../support/host.mjs";
import { ANA, signIn } from "../support/people.mjs";

const COOKIELESS = "Su navegador no guarda esta conversación: si recarga la página, dejará de verla aquí.";
const CODE = /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/;

let world, context;
before(async () => { world = await startPair(); });
after(async () => world?.stop());
afterEach(async () => {
  await context?.close();
  context = undefined;
});

async function visit(options) {
  context = await launch(options);
  const page = await context.newPage();
  await page.goto(`${world.host.origin}/`);
  return page;
}

const warning = (chat) => chat.getByText(COOKIELESS);

async function reply(text, words) {
  const ana = await signIn(world.server, ANA);
  const id = await conversationOf(world.server, text);
  await ana.take(id);
  await ana.reply(id, words);
  return id;
}

for (const [setting, control] of [["allowed", "accepted"], ["blocked", "refused"]]) {
  test(`third-party cookies ${setting}: a reload keeps the conversation`, async () => {
    const page = await visit({ thirdPartyCookies: setting });
    assert.equal(await controlFrameCookie(context), control, "lo que pasa con la cookie de un marco cualquiera");
    let chat = await openChat(page);
    const text = `Con cookies de terceros: ${setting}.`;
    await say(chat, text);
    await sent(chat, text);
    const id = await reply(text, "Le leo.");
    await heard(chat, "Le leo.");

    // By the partitioned cookie, and nothing else: it opens nothing outside this host's frame.
    const cookies = (await context.cookies()).filter(({ name }) => name === "__Host-conv");
    assert.equal(cookies.length, 1);
    const [{ partitionKey, secure, httpOnly, sameSite }] = cookies;
    assert.deepEqual({ partitionKey, secure, httpOnly, sameSite },
      { partitionKey: "http://localhost", secure: true, httpOnly: true, sameSite: "None" });
    assert.equal(await warning(chat).isVisible(), false, "no se avisa de lo que no pasa");

    await page.reload();
    chat = await openChat(page);
    await heard(chat, "Le leo.");
    assert.deepEqual((await bubbles(chat)).map((row) => row.text), [text, "Le leo."]);
    await say(chat, "Y sigo después de recargar.");
    await sent(chat, "Y sigo después de recargar.");
    assert.equal((await stored(world.server, id)).length, 3, "en la misma conversación");
    // Within the frame alone, too.
    await chat.evaluate(() => location.reload());
    await heard(chat, "Y sigo después de recargar.");

    const full = await context.newPage();
    await full.goto(`${world.server.origin}/chat`);
    await wasmStarted(full);
    assert.deepEqual(await bubbles(full), [], "la partición del portal no es la nuestra");
    assertQuiet(context);
  });
}

test("all storage refused: it works until a reload, says so, and the code resumes it", async () => {
  const page = await visit({ thirdPartyCookies: "blocked", storage: "refused" });
  assert.equal(await controlFrameCookie(context), "refused");
  let chat = await openChat(page);
  assert.equal(await chat.evaluate(() => {
    try {
      return typeof localStorage;
    } catch {
      return "refused";
    }
  }), "refused", "el almacenamiento está de veras negado");
  await say(chat, "Mi navegador no guarda nada.");
  await sent(chat, "Mi navegador no guarda nada.");
  await warning(chat).waitFor();
  const code = (await chat.locator("[data-code]").textContent()).trim();
  assert.match(code, CODE);
  const id = await reply("Mi navegador no guarda nada.", "Aquí la atendemos igual.");
  await heard(chat, "Aquí la atendemos igual.");
  await say(chat, "Segundo mensaje sin guardar.");
  await sent(chat, "Segundo mensaje sin guardar.");
  assert.deepEqual(await context.cookies(), []);

  // As it said: after a reload it is not here, and the code brings it back.
  await page.reload();
  chat = await openChat(page);
  await chat.getByRole("radio", { name: "Préstamos personales" }).waitFor({ state: "attached" });
  assert.deepEqual(await bubbles(chat), []);
  await chat.locator(".p-chat__resume > summary").click();
  await chat.getByLabel("Código de su conversación").fill("AAAA-AAAA-AAAA-AAAA");
  await buttonOf(chat, "Continuar la conversación").click();
  await chat.getByText("No encontramos ese código.").waitFor();
  await chat.getByLabel("Código de su conversación").fill(code);
  await buttonOf(chat, "Continuar la conversación").click();
  await heard(chat, "Segundo mensaje sin guardar.");
  await say(chat, "De vuelta con mi código.");
  await sent(chat, "De vuelta con mi código.");
  assert.deepEqual((await stored(world.server, id)).map(({ text }) => text), [
    "Mi navegador no guarda nada.", "Aquí la atendemos igual.", "Segundo mensaje sin guardar.",
    "De vuelta con mi código.",
  ]);
  assert.equal(requests(context).some(({ url }) => url.includes(code)), false);
  assertQuiet(context, { allow: [/status of 422/] });
});

test("all storage refused, in two tabs and with the panel closed: still one person who is answered", async () => {
  const page = await visit({ storage: "refused" });
  const chat = await openChat(page);
  await say(chat, "Cierro el panel sin guardar nada.");
  await sent(chat, "Cierro el panel sin guardar nada.");
  await page.keyboard.press("Escape");
  await reply("Cierro el panel sin guardar nada.", "¿Sigue ahí?");
  await page.locator("[data-puente] .badge").filter({ hasText: /^1$/ }).waitFor();
  await page.locator("[data-puente] .launcher").click();
  await heard(chat, "¿Sigue ahí?");
  // What is typed lives as long as the page.
  await composerOf(chat).fill("Aquí sigo");
  await page.keyboard.press("Escape");
  await page.locator("[data-puente] .launcher").click();
  assert.equal(await composerOf(chat).inputValue(), "Aquí sigo");
  assertQuiet(context);
});

test("the code opens the conversation in any other browser, and the first one goes on hearing", async () => {
  const page = await visit();
  const chat = await openChat(page);
  await say(chat, "Sigo en mi teléfono.");
  await sent(chat, "Sigo en mi teléfono.");
  await chat.locator(".p-chat__menu > summary").click();
  await chat.locator(".p-chat__entry > summary").first().click();
  const code = (await chat.locator(".p-chat__entry .p-code").textContent()).trim();
  const browser = await openBrowser();
  try {
    const other = await (await browser.newContext()).newPage();
    await other.goto(`${world.server.origin}/chat`);
    await wasmStarted(other);
    await other.locator(".p-chat__resume > summary").click();
    await other.getByLabel("Código de su conversación").fill(code);
    await buttonOf(other, "Continuar la conversación").click();
    await heard(other, "Sigo en mi teléfono.");
    await say(other, "Ya estoy en el teléfono.");
    await sent(other, "Ya estoy en el teléfono.");
    await heard(chat, "Ya estoy en el teléfono.");
    await other.reload();
    await heard(other, "Ya estoy en el teléfono.");
    // The operator has one conversation.
    const desk = await enterConsole(await browser.newContext(), world.server, ANA);
    await desk.locator(".p-queue__item").filter({ hasText: "Ya estoy en el teléfono." }).waitFor();
    assert.equal(await desk.locator(".p-queue__item").filter({ hasText: "en mi teléfono" }).count(), 0);
  } finally {
    await browser.close();
  }
});
