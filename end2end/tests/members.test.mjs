// Derechohabientes in a browser: in and out, their loans and sessions, who speaks at /chat, and the way from a
// municipality's panel to a page of ours. All of it by keyboard and without JavaScript too.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { PHONE, assertQuiet, openBrowser, requests, wasmStarted } from "../support/browser.mjs";
import { answer, buttonOf, enterConsole, heard, openChat, openLine, say, sent } from "../support/chat.mjs";
import { startPair } from "../support/host.mjs";
import { ANA } from "../support/people.mjs";
import { CLOSED } from "../support/server.mjs";
import { enterAs, members } from "../support/states.mjs";

let world, browser, maria;
const open = [];
before(async () => {
  world = await startPair();
  browser = await openBrowser();
  [maria] = await members(world.server);
  assert.ok(maria, "la demostración tiene derechohabientes");
});
after(async () => {
  await browser?.close();
  await world?.stop();
});
afterEach(async () => {
  for (const context of open.splice(0)) await context.close();
});

async function fresh(options) {
  const context = await browser.newContext(options);
  open.push(context);
  return context;
}

async function visit(path, options) {
  const page = await (await fresh(options)).newPage();
  await page.goto(world.server.origin + path);
  return page;
}

const home = (page) => page.getByRole("heading", { level: 1, name: /^Hola/ });
const pathOf = (page) => new URL(page.url()).pathname;
const sessions = (page) => page.locator(".p-sessions__item");

/** Signed in, on /mi-cuenta. */
async function account(options) {
  const page = await visit("/mi-cuenta", options);
  assert.equal(pathOf(page), "/entrar", "quien no ha entrado llega a la entrada");
  await enterAs(page, maria);
  await home(page).waitFor();
  assert.equal(pathOf(page), "/mi-cuenta");
  return page;
}

const firstName = async (page) => /^Hola, (\S+)/.exec(await home(page).textContent())[1];

test("a member signs in and sees what is next, what is left and when", async () => {
  const page = await account(PHONE);
  const loan = page.locator(".p-loan").first();
  assert.match(await loan.locator(".p-loan__amount").textContent(), /^\$[\d,]+\.\d\d$/);
  assert.match(await loan.locator(".p-loan__date").textContent(), /^el (lunes|martes|miércoles|jueves|viernes|sábado|domingo) \d+ de \w+/);
  assert.match(await loan.locator(".p-loan__progress p").textContent(), /de \d+ pagos$/);
  const rows = loan.getByRole("table").getByRole("row");
  assert.equal(await rows.count(), 7, "los seis que siguen y los títulos");
  const first = await rows.nth(1).getByRole("cell").first().textContent();
  assert.equal(first, await loan.locator(".p-loan__amount").textContent());
  const html = await page.content();
  assert.ok(!html.includes(maria.curp) && !html.includes(maria.password), "la CURP no se repite entera");
  assertQuiet(page.context());
});

test("a wrong password says so, keeps the CURP and tells nothing else", async () => {
  const page = await visit("/entrar");
  await enterAs(page, { ...maria, password: "no es esta contraseña" });
  const alert = page.getByRole("alert");
  await alert.waitFor();
  assert.equal(await page.locator("#curp").inputValue(), maria.curp);
  assert.equal(await page.locator("#clave").inputValue(), "");
  const said = await alert.textContent();
  await enterAs(page, { curp: "BOXW310820HNERXN09", password: "no es esta contraseña" });
  assert.equal(await page.getByRole("alert").textContent(), said, "quien no existe oye lo mismo");
});

test("capitals and blanks in a CURP do not matter", async () => {
  const page = await visit("/entrar");
  await enterAs(page, { ...maria, curp: ` ${maria.curp.toLowerCase()} ` });
  await home(page).waitFor();
});

test("two browsers: each is listed, one closes the other, and all at once", async () => {
  const phone = await account(PHONE);
  const desk = await account();
  assert.ok(await sessions(desk).count() >= 2);
  assert.equal(await desk.getByText("Esta sesión", { exact: true }).count(), 1);
  await buttonOf(desk, "Cerrar todas las demás").click();
  await home(desk).waitFor();
  assert.equal(await sessions(desk).count(), 1);
  await phone.reload();
  assert.equal(pathOf(phone), "/entrar", "la otra sesión terminó");
  await enterAs(phone, maria);
  await home(phone).waitFor();
  await desk.goto(`${world.server.origin}/mi-cuenta`);
  await buttonOf(desk, "Cerrar todas, también esta").click();
  for (const page of [desk, phone]) {
    await page.goto(`${world.server.origin}/mi-cuenta`);
    assert.equal(pathOf(page), "/entrar");
  }
});

test("after leaving, the way back shows nothing", async () => {
  const page = await account();
  await buttonOf(page, "Salir").click();
  await page.waitForURL((url) => url.pathname !== "/mi-cuenta");
  await page.goBack();
  await page.locator("#curp").waitFor();
  assert.equal(await home(page).count(), 0);
});

test("a member's chat carries the name to the desk; the widget knows nothing of it", async () => {
  const context = await fresh();
  const page = await context.newPage();
  await page.goto(`${world.server.origin}/entrar`);
  await enterAs(page, maria);
  const name = await firstName(page);
  await page.getByRole("link", { name: "Tengo una duda de este préstamo" }).first().click();
  await wasmStarted(page);
  await page.getByText(`Conversa como ${name}`, { exact: true }).waitFor();
  const asked = `¿Cuándo me descuentan? ${Date.now()}`;
  await say(page, asked);
  await sent(page, asked);

  const desk = await enterConsole(await fresh(), world.server, ANA);
  await openLine(desk, asked);
  await desk.getByText(new RegExp(`${name} `)).first().waitFor();
  await buttonOf(desk, "Tomar").click();
  await answer(desk, "El viernes.");
  await heard(page, "El viernes.");

  // The same browser, inside the municipality's page.
  const host = await context.newPage();
  await host.goto(`${world.host.origin}/`);
  const frame = await openChat(host);
  assert.equal(await frame.getByText("Conversa como").count(), 0);
  assert.ok(!(await frame.content()).includes(name), "el marco no sabe quién es");
  assert.equal(await frame.getByRole("link", { name: "Entrar con su CURP" }).count(), 0);
});

/** From a conversation in the panel to the page that the ticket opens. */
async function fromPanel(context) {
  const host = await context.newPage();
  await host.goto(`${world.host.origin}/`);
  const frame = await openChat(host);
  const text = `Pregunto desde el municipio ${Date.now()}`;
  await say(frame, text);
  await sent(frame, text);
  await frame.locator(".p-chat__menu > summary").click();
  const popup = context.waitForEvent("page");
  await buttonOf(frame, "Abrir en una página").click();
  const page = await popup;
  await page.getByRole("heading", { name: "Siga su conversación aquí" }).waitFor();
  return { frame, page, text };
}

test("from the panel to a page: signing in joins the conversation, the panel hears no name", async () => {
  const context = await fresh();
  const { frame, page, text } = await fromPanel(context);
  await page.getByRole("link", { name: "Entrar con mi CURP" }).click();
  await enterAs(page, maria);
  await page.waitForURL((url) => url.pathname === "/chat");
  await heard(page, text);
  await page.getByText("Conversa como").waitFor();
  const more = `Ya entré ${Date.now()}`;
  await say(page, more);
  await heard(frame, more);
  assert.equal(await frame.getByText("Conversa como").count(), 0);
  const addresses = requests(context).map(({ url }) => url);
  assert.ok(addresses.every((url) => !/[0-9a-f]{64}|ticket=|token=/.test(url)), "nada secreto en una dirección");
});

test("from the panel to a page without signing in", async () => {
  const { page, text } = await fromPanel(await fresh());
  await page.getByRole("link", { name: "Seguir sin entrar" }).click();
  await heard(page, text);
  assert.equal(await page.getByText("Conversa como").count(), 0);
});

test("everything by keyboard", async () => {
  const page = await visit("/entrar");
  await page.locator("#curp").focus();
  await page.keyboard.type(maria.curp);
  await page.keyboard.press("Tab");
  await page.keyboard.type(maria.password);
  await page.keyboard.press("Enter");
  await home(page).waitFor();
  const seen = [];
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press("Tab");
    const words = await page.evaluate(() => document.activeElement?.textContent?.trim() ?? "");
    seen.push(words);
    if (words === "Salir") break;
  }
  assert.ok(seen.includes("Salir"), seen.join(" | "));
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname !== "/mi-cuenta");
});

test("everything without JavaScript", async () => {
  const page = await account({ javaScriptEnabled: false });
  const name = await firstName(page);
  await page.getByRole("link", { name: "Tengo una duda de este préstamo" }).first().click();
  assert.equal(await page.getByText(`Conversa como ${name}`, { exact: true }).count(), 1);
  const text = `Escribo sin programa ${Date.now()}`;
  await page.locator("#mensaje").fill(text);
  await buttonOf(page, "Enviar mensaje").click();
  await page.getByText(text).waitFor();
  const link = page.getByRole("link", { name: "Mi cuenta" });
  await link.first().click();
  await home(page).waitFor();
  await buttonOf(page, "Salir").click();
  await page.goto(`${world.server.origin}/mi-cuenta`);
  assert.equal(pathOf(page), "/entrar");
});

// --- WhatsApp -----------------------------------------------------------------------------------

const whatsapp = (place) => place.getByRole("link", { name: "Seguir por WhatsApp" });

async function leadsToTheLine(link) {
  assert.match(await link.getAttribute("href"), /^https:\/\/wa\.me\/\d{12}$/);
  assert.deepEqual([await link.getAttribute("target"), await link.getAttribute("rel")], ["_blank", "noopener"]);
}

test("out of hours the way to WhatsApp is offered before and after writing, without JavaScript too", async () => {
  const closed = await startPair({ at: CLOSED });
  try {
    const page = await (await fresh({ javaScriptEnabled: false })).newPage();
    await page.goto(`${closed.server.origin}/chat?tema=pp`);
    await leadsToTheLine(whatsapp(page.locator(".p-chat__form > .p-banner")));
    await page.locator("#mensaje").fill("¿A qué hora abren?");
    await buttonOf(page, "Enviar mensaje").click();
    await page.getByText("¿A qué hora abren?").waitFor();
    const link = whatsapp(page.locator(".p-chat > .p-banner"));
    await leadsToTheLine(link);
    assert.ok(await link.isVisible());
    assert.ok(await page.locator(".p-chat > .p-banner").getByText("Lo que ya escribió aquí se queda aquí.").isVisible());
  } finally {
    await closed.stop();
  }
});

test("in hours it is a quiet choice: under the topics, then in the menu", async () => {
  const page = await visit("/chat?tema=pp");
  await wasmStarted(page);
  const start = whatsapp(page.locator(".p-start"));
  assert.equal(await start.count(), 1);
  const before = await start.getAttribute("href");
  await page.locator("label.p-topics__item").filter({ hasText: "hipotec" }).click();
  assert.notEqual(await start.getAttribute("href"), before, "cada tema tiene su línea");
  await say(page, `Hola ${Date.now()}`, { topic: "hipotec" });
  assert.equal(await whatsapp(page).count(), 0);
  await page.locator(".p-chat__menu > summary").click();
  await leadsToTheLine(whatsapp(page));
});
