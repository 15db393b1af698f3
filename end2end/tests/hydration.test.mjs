// Hydration as style.md defines it: a node that was there before the WASM is the same node after; the console
// is empty; text typed while the WASM is stalled survives and is used; the first hydration writes no input
// value. And where the program never comes, the page goes on as HTML.
import assert from "node:assert/strict";
import { after, before, afterEach, test } from "node:test";
import { assertQuiet, breakWasm, openBrowser, putCookie, stallWasm, wasmStarted } from "../support/browser.mjs";
import { startPair } from "../support/host.mjs";
import { ANA, LUIS, newCitizen, signIn } from "../support/people.mjs";
import { composer, panelAlive, signedIn, topic } from "../support/states.mjs";

const LOAN = "/calculadora?producto=personal&monto=60%2C000&plazo=59";

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

// --- how it is seen -----------------------------------------------------------------------------

/** A page whose WASM waits behind `gate.release()`. */
async function stalled(path, { prepare, ...options } = {}) {
  context = await browser.newContext(options);
  await context.addInitScript(recordWrites);
  await prepare?.(context);
  const gate = await stallWasm(context);
  const page = await context.newPage();
  await page.goto(world.server.origin + path);
  return { page, gate };
}

/** Every way in which a script can put text into a field, noted once `globalThis.__writes` is there. */
function recordWrites() {
  const note = (what, node) => globalThis.__writes?.push(`${what} ${node.name || node.id || node.tagName}`);
  for (const kind of [HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement, HTMLOptionElement]) {
    for (const property of ["value", "defaultValue", "selectedIndex", "selected"]) {
      const known = Object.getOwnPropertyDescriptor(kind.prototype, property);
      if (!known?.set) continue;
      Object.defineProperty(kind.prototype, property, {
        ...known,
        set(value) {
          note(property, this);
          known.set.call(this, value);
        },
      });
    }
  }
  const setAttribute = Element.prototype.setAttribute;
  Element.prototype.setAttribute = function (name, value) {
    if (name === "value" && this.matches("input, textarea, option")) note("setAttribute", this);
    return setAttribute.call(this, name, value);
  };
}

const mark = (place) => place.evaluate(() => {
  globalThis.__writes = [];
  globalThis.__marked = [...document.documentElement.querySelectorAll("*")];
  for (const [index, node] of globalThis.__marked.entries()) node.__mark = index;
});

/** What became of the marked nodes: none may be gone, none may be new. */
const compare = (place) => place.evaluate(() => {
  const name = (node) => node.outerHTML.slice(0, 160);
  return {
    gone: globalThis.__marked.filter((node) => !node.isConnected).map(name),
    fresh: [...document.documentElement.querySelectorAll("*")].filter((node) => !("__mark" in node)).map(name),
    writes: globalThis.__writes,
  };
});

const KEPT = { gone: [], fresh: [], writes: [] };

/** `shows`: what proves that the page is in the state that is meant. */
async function hydrates(path, shows, options) {
  const { page, gate } = await stalled(path, options);
  await page.locator(shows).first().waitFor();
  await page.waitForFunction(() => document.readyState === "complete");
  await mark(page);
  gate.release();
  await wasmStarted(page);
  await page.waitForTimeout(300);
  assert.deepEqual(await compare(page), KEPT, path);
  assert.ok(gate.seen > 0, "the WASM was asked for");
  assertQuiet(context);
}

// --- the same nodes -----------------------------------------------------------------------------

const payment = (page) => page.locator(".p-answer__amount", { hasText: "$1,231.32" });
const asOperator = (account) => ({ prepare: (fresh) => signedIn(fresh, world.server, account) });
const asCitizen = (citizen) => ({
  prepare: (fresh) => putCookie(fresh, world.server.origin, `__Host-conv=${citizen.token}`, "None"),
});

test("calculator: empty, with an answer, with faults, superseded", async () => {
  for (const [path, shows] of [
    ["/calculadora", ".p-answer__waiting:not([hidden])"],
    [LOAN, ".p-answer__amount"],
    ["/calculadora?producto=personal&monto=cincuenta&plazo=99", ".p-summary"],
    ["/calculadora?producto=personal&version=2025-1&monto=60,000&plazo=48", "text=condiciones anteriores"],
    ["/calculadora?producto=hipotecario&monto=900000&plazo=480", ".p-answer__amount"],
  ]) {
    await hydrates(path, shows);
    await context.close();
  }
});

test("chat: first screen, with a topic, waiting, answered, ended", async () => {
  for (const path of ["/chat", "/chat?tema=pp", "/w/demo"]) {
    await hydrates(path, ".p-topics");
    await context.close();
  }
  const citizen = newCitizen(world.server, { site: "isseg" });
  const { body } = await citizen.send("Quiero saber cuánto debo.\nGracias.", { topic: "pp" });
  await hydrates("/chat", "text=número", asCitizen(citizen));
  await context.close();
  const ana = await signIn(world.server, ANA);
  const item = (await ana.queue()).waiting.find(({ preview }) => preview.startsWith("Quiero saber cuánto debo"));
  await ana.take(item.id);
  await ana.reply(item.id, "Con gusto.\n\nhttps://isseg.gob.mx/ tiene los datos.");
  await citizen.send("Gracias.");
  await citizen.send("Otra cosa.", { after: body.message.seq });
  await hydrates("/chat", "text=Con gusto", asCitizen(citizen));
  await context.close();
  await citizen.end();
  await hydrates("/chat", ".p-ended", asCitizen(citizen));
});

test("console: sign-in, both password pages, queue", async () => {
  for (const path of ["/consola", "/consola/primera-clave"]) {
    await hydrates(path, "form");
    await context.close();
  }
  for (const [path, shows, account] of [
    ["/consola", ".p-queue__item", ANA], ["/consola", ".p-queue__item", LUIS], ["/consola/clave", "form", ANA],
  ]) {
    await hydrates(path, shows, asOperator(account));
    await context.close();
  }
});

test("the panel's frame in another site's page", async () => {
  context = await browser.newContext();
  await context.addInitScript(recordWrites);
  const gate = await stallWasm(context);
  const page = await context.newPage();
  await page.goto(`${world.host.origin}/`);
  await page.getByRole("button", { name: "Chat de ayuda" }).click();
  const frame = await (await page.waitForSelector("iframe", { state: "attached" })).contentFrame();
  await frame.waitForSelector("#mensaje");
  await mark(frame);
  await composer(frame).pressSequentially("Escribo antes de que llegue.");
  gate.release();
  await panelAlive(page);
  await page.waitForTimeout(300);
  assert.deepEqual(await compare(frame), KEPT);
  assert.equal(await composer(frame).inputValue(), "Escribo antes de que llegue.");
  assertQuiet(context);
});

// --- what was typed meanwhile -------------------------------------------------------------------

test("calculator: what is typed while the WASM is stalled is calculated", async () => {
  const { page, gate } = await stalled("/calculadora");
  await page.locator("#monto").pressSequentially("60,000");
  await page.locator("#plazo").fill("59");
  gate.release();
  await wasmStarted(page);
  assert.equal(await page.locator("#monto").inputValue(), "60,000");
  assert.equal(await page.locator("#plazo").inputValue(), "59");
  await payment(page).waitFor({ timeout: 3000 });
  assertQuiet(context);
});

test("calculator: what is chosen and opened while the WASM is stalled counts", async () => {
  const { page, gate } = await stalled(`${LOAN}&tasa=13.67`);
  await page.locator("input[value=hipotecario]").check({ force: true });
  await page.locator("#monto").fill("900,000");
  await page.getByText("Ver todos los pagos").click();
  gate.release();
  await wasmStarted(page);
  await page.waitForTimeout(1000);
  assert.ok(await page.locator("input[value=hipotecario]").isChecked());
  assert.equal(await page.locator("#monto").inputValue(), "900,000");
  assert.match(await page.locator("#respuesta").innerText(), /\$900,000\.00/);
  assert.doesNotMatch(await page.locator("#respuesta").innerText(), /El enlace traía/, "the old product's rate");
  assert.equal(await page.locator(".p-payments tbody tr").count(), 59);
  const caret = await page.locator("#monto").evaluate((node) => node === document.activeElement || node.selectionStart);
  assert.ok(caret);
});

test("chat: what is typed while the WASM is stalled stays, and is what is sent", async () => {
  const { page, gate } = await stalled("/chat");
  await topic(page).check({ force: true });
  await composer(page).pressSequentially("Escribo antes de que llegue el programa.");
  await page.evaluate(() => { globalThis.__field = document.querySelector("#mensaje"); });
  gate.release();
  await wasmStarted(page);
  await page.keyboard.type(" Y sigo.");
  const text = "Escribo antes de que llegue el programa. Y sigo.";
  assert.equal(await composer(page).inputValue(), text);
  assert.ok(await topic(page).isChecked());
  await page.keyboard.press("Enter");
  await page.getByRole("log").getByText(text).waitFor();
  assert.equal(await composer(page).inputValue(), "");
  assert.ok(await page.evaluate(() => globalThis.__field === document.querySelector("#mensaje")), "the same field after the first send");
  const [stored] = await world.server.query("select count(*) as n from message where text = ?", [text]);
  assert.equal(stored.n, 1);
  assertQuiet(context);
});

test("chat: a form sent while the WASM is stalled is answered as HTML, once", async () => {
  const { page, gate } = await stalled("/chat");
  await topic(page).check({ force: true });
  await composer(page).fill("Enviado sin programa todavía.");
  await page.getByRole("button", { name: "Enviar mensaje" }).click();
  await page.getByText("Enviado sin programa todavía.").waitFor();
  gate.release();
  await wasmStarted(page);
  assert.equal(await composer(page).inputValue(), "");
  const [stored] = await world.server.query("select count(*) as n from message where text = ?", ["Enviado sin programa todavía."]);
  assert.equal(stored.n, 1);
  assertQuiet(context);
});

test("console: what is typed at the sign-in while the WASM is stalled signs in", async () => {
  const { page, gate } = await stalled("/consola");
  await page.getByLabel("Usuario").fill(ANA.username);
  await page.locator("#clave").pressSequentially(ANA.password);
  gate.release();
  await wasmStarted(page);
  assert.equal(await page.getByLabel("Usuario").inputValue(), ANA.username);
  assert.equal(await page.locator("#clave").inputValue(), ANA.password);
  await page.keyboard.press("Enter");
  await page.getByRole("navigation", { name: "Fila de conversaciones" }).waitFor();
});

// --- without it ---------------------------------------------------------------------------------

const MISSING = [/status of 404/, /sigue como página sin WASM|stays as plain HTML/];

async function calculatorWorks(page) {
  await page.goto(`${world.server.origin}/calculadora`);
  await page.locator("#monto").fill("60000");
  await page.locator("#plazo").fill("59");
  await page.getByRole("button", { name: "Calcular", exact: true }).click();
  await payment(page).waitFor();
}

async function chatWorks(page, text) {
  await page.goto(`${world.server.origin}/chat`);
  await composer(page).fill(text);
  await page.getByRole("button", { name: "Enviar mensaje" }).click();
  await page.getByText("Elija un tema").first().waitFor();
  assert.equal(await composer(page).inputValue(), text, "the text is kept");
  await topic(page).check({ force: true });
  await page.getByRole("button", { name: "Enviar mensaje" }).click();
  await page.getByRole("log").getByText(text).waitFor();
  await page.getByRole("button", { name: "Ver mensajes nuevos" }).click();
  await page.getByRole("log").getByText(text).waitFor();
}

async function consoleWorks(page) {
  await page.goto(`${world.server.origin}/consola`);
  await page.getByLabel("Usuario").fill(ANA.username);
  await page.locator("#clave").fill(ANA.password);
  await page.getByRole("button", { name: "Entrar", exact: true }).click();
  await page.getByRole("navigation", { name: "Fila de conversaciones" }).getByText("Dolores Hidalgo").or(
    page.getByText("En espera")).first().waitFor();
}

for (const [name, options, prepare, allow] of [
  ["JavaScript off", { javaScriptEnabled: false }, () => {}, [/status of 422/]],
  ["the WASM answers 404", {}, breakWasm, [...MISSING, /status of 422/]],
]) {
  for (const [part, works] of [
    ["calculator", calculatorWorks], ["chat", (page) => chatWorks(page, `Sin programa: ${name}`)], ["console", consoleWorks],
  ]) {
    test(`${part} works: ${name}`, async () => {
      context = await browser.newContext(options);
      await prepare(context);
      await works(await context.newPage());
      assertQuiet(context, { allow });
    });
  }
}
