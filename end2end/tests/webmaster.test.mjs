// /integrar: what it says to paste is what works when it is pasted.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { assertQuiet, openBrowser } from "../support/browser.mjs";
import { buttonOf, composerOf, frameAlive, launcherOf, openChat, say, sent } from "../support/chat.mjs";
import { startPair } from "../support/host.mjs";

let world, browser, context;
before(async () => {
  world = await startPair();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await world?.stop();
});
afterEach(async () => {
  await context?.close();
  context = undefined;
});

async function integrate(options, search = "") {
  context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(`${world.server.origin}/integrar${search}`);
  return page;
}

const code = (page, id) => page.locator(`#${id}`).inputValue();

async function pasted(path, page) {
  const host = await context.newPage();
  await host.goto(world.host.set(path, page));
  return host;
}

test("site, topic and space chosen: the line to paste has them, and works", async () => {
  const page = await integrate();
  assert.equal(await page.locator("#sitio").inputValue(), "demo");
  await page.getByLabel("Tema con el que abre").selectOption({ label: "Referencias de pago" });
  await page.getByLabel("Espacio bajo el botón").fill("48");
  await buttonOf(page, "Preparar el código").click();
  await page.waitForURL(/tema=ref/);
  const snippet = await code(page, "html");
  assert.equal(snippet.split("\n")[0],
    `<script src="${world.server.origin}/embed.js" data-site="demo" data-topic="ref" data-offset="48" defer></script>`);

  const host = await pasted("/pegado", { snippet });
  const { y, height } = await launcherOf(host).boundingBox();
  assert.equal(800 - y - height, 16 + 48);
  const frame = await openChat(host);
  assert.equal(await frame.locator("input[name=topic]:checked").inputValue(), "ref");
  await composerOf(frame).fill("Pegué el código y funciona.");
  await buttonOf(frame, "Enviar mensaje").click();
  await sent(frame, "Pegué el código y funciona.");
  assertQuiet(context);
});

test("the page works without JavaScript, and so does the <noscript> part of the line", async () => {
  const page = await integrate({ javaScriptEnabled: false });
  await page.getByLabel("Tema con el que abre").selectOption("pp");
  await buttonOf(page, "Preparar el código").click();
  const snippet = await code(page, "html");
  assert.match(snippet, /data-topic="pp"/);
  const host = await pasted("/sin-programa", { snippet });
  await host.getByRole("link", { name: "Abrir el chat" }).click();
  await composerOf(host).waitFor();
  assert.equal(host.url(), `${world.server.origin}/w/demo`);
});

test("the preview frame shows the widget", async () => {
  const page = await integrate();
  const frame = await frameAlive(page);
  assert.equal(await frame.locator(".p-chat__title").textContent(), "Chat con ISSEG");
  await say(frame, "Probando desde la vista previa.");
  await sent(frame, "Probando desde la vista previa.");
  const link = page.getByRole("link", { name: "Ver el botón en una página de ejemplo" });
  assert.equal(await link.getAttribute("href"), `${world.host.origin}/`);
  assertQuiet(context);
});

test("the frame's code, the pinned code and the CSP lines work when they are pasted", async () => {
  const page = await integrate();
  const marco = await code(page, "marco");
  const frame = await frameAlive(await pasted("/marco", { snippet: marco }));
  await say(frame, "Desde el marco pegado.");
  await sent(frame, "Desde el marco pegado.");

  const pinned = await code(page, "huella");
  assert.match(pinned, /integrity="sha384-[^"]{64}"/);
  await openChat(await pasted("/huella", { snippet: pinned }));

  const csp = (await code(page, "csp")).replaceAll("\n", " ");
  const strict = await pasted("/politica", { snippet: await code(page, "html"), csp: `default-src 'none'; ${csp}` });
  await openChat(strict);
  assertQuiet(context);
  await strict.close();

  // One byte changed, and the browser refuses it: the pin is a pin.
  const wrong = pinned.replace(/sha384-./, (found) => (found.endsWith("A") ? "sha384-B" : "sha384-A"));
  const refused = await pasted("/alterado", { snippet: wrong });
  await refused.waitForLoadState("networkidle");
  assert.equal(await refused.locator("[data-puente]").count(), 0);
});

test("an unknown key is said, and what was typed cannot break out of the line", async () => {
  const page = await integrate({}, `?sitio=${encodeURIComponent("x\"><script>alert(1)</script>")}&tema=zz&espacio=abc`);
  const snippet = await code(page, "html");
  assert.match(snippet, /^<script src="[^"]+" data-site="[\w-]*"( data-topic="[\w-]*")? defer><\/script>\n<noscript>/);
  assert.equal(await page.locator("iframe").count(), 0, "sin vista previa de un sitio que no existe");
  assert.equal(await page.locator("main script").count(), 0);
  assertQuiet(context);
});
