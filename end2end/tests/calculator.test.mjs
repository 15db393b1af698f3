// The calculator: with the program it answers while one types and asks the server nothing; without it the
// same page is a form. Both, and the API, say the same figures.
import assert from "node:assert/strict";
import { after, before, beforeEach, afterEach, test } from "node:test";
import { PHONE, assertQuiet, openBrowser, requests, wasmStarted } from "../support/browser.mjs";
import { startServer } from "../support/server.mjs";

const AMOUNT = "#monto";
const TERM = "#plazo";
/** The institute's own projection. */
const OFFICIAL = {
  payment: "$1,231.32", "Usted recibe": "$60,000.00", Intereses: "$10,903.56", "IVA de los intereses": "$1,744.60",
  "Total que pagaría": "$72,648.16", "Último pago": "$1,231.60", "CAT (Costo Anual Total)": "14.6 %",
};

let server, browser, context;
before(async () => {
  server = await startServer();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
beforeEach(() => { context = undefined; });
afterEach(() => context?.close());

async function open(path = "/calculadora", options = {}) {
  context = await browser.newContext(options);
  const page = await context.newPage();
  await page.goto(server.origin + path);
  if (options.javaScriptEnabled !== false) await wasmStarted(page);
  return page;
}

const withoutScript = (path) => open(path, { javaScriptEnabled: false });

/** What the answer says: the large figure and the rows that are shown, without what explains their words. */
async function answer(page) {
  const rows = page.locator(".p-answer__rows > div:not([hidden])");
  const texts = await rows.evaluateAll((all) => all.map((row) => {
    const name = row.children[0].cloneNode(true);
    name.querySelector("details")?.remove();
    return [name.textContent.trim(), row.children[1].textContent];
  }));
  return { payment: await page.locator(".p-answer__amount").textContent(), ...Object.fromEntries(texts) };
}

const tableRows = (page) =>
  page.locator(".p-payments tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent)));

/** Trimmed: the server writes a blank where there is no text, so that there is a text node to hydrate. */
const dates = async (page) => (await page.locator(".p-answer__dates dd:visible").allTextContents()).map((text) => text.trim());
const start = (page, name) => page.getByRole("button", { name }).click();
const chip = (page, term) => page.locator(`.p-terms .p-chip[value=plazo-${term}]`);
const part = (page, id) => page.locator(`#${id}`);
const openPart = (page, id) => part(page, id).locator("summary").first().click();
const said = async (page, id) => (await part(page, id).locator(".p-part__answer").textContent()).trim();

const fault = async (page, field) => (await page.locator(`${field}-error`).textContent()).trim();
/** What a screen reader was told last. */
const heard = async (page) => (await page.locator("main [role=status]").textContent()).trim();
const calculate = (page) => page.getByRole("button", { name: "Calcular", exact: true }).click();

async function eventually(page, check) {
  let last;
  for (let tries = 0; tries < 60; tries += 1) {
    try {
      return await check();
    } catch (error) {
      last = error;
    }
    await page.waitForTimeout(50);
  }
  throw last;
}

// --- with the program ---------------------------------------------------------------------------

test("typing updates figures and table and asks the server nothing", async () => {
  const page = await open();
  await page.locator(AMOUNT).pressSequentially("60,000");
  await page.locator(TERM).fill("");
  const before = requests(context).length;
  await page.locator(TERM).pressSequentially("59");
  await eventually(page, async () => assert.deepEqual(await answer(page), OFFICIAL));
  await page.getByText("Ver todos los pagos").click();
  await eventually(page, async () => {
    const last = (await tableRows(page)).at(-1);
    assert.deepEqual([last[0], last[3], last.at(-1)], ["59", "$1,231.60", "$0.00"]);
  });
  await page.locator(TERM).fill("12");
  await eventually(page, async () => assert.equal((await tableRows(page)).length, 12));
  await page.waitForTimeout(1000);
  const asked = requests(context).slice(before).filter(({ url }) => !url.includes("favicon"));
  assert.deepEqual(asked, [], "nothing was asked");
  assertQuiet(context);
});

test("the address follows, and as a link it reproduces the simulation", async () => {
  const page = await open();
  await page.locator(AMOUNT).fill("60000");
  await page.locator(TERM).fill("59");
  await page.waitForURL(/monto=60000&plazo=59/);
  const link = new URL(await page.getByRole("link", { name: "Enlace a esta simulación" }).getAttribute("href"), server.origin);
  assert.deepEqual(Object.fromEntries(link.searchParams),
    { producto: "personal", version: "2026-1", monto: "60000", plazo: "59", tasa: "13.67" });
  assert.equal(page.url(), link.href);
  for (const javaScriptEnabled of [true, false]) {
    await context.close();
    const other = await open(link.pathname + link.search, { javaScriptEnabled });
    assert.deepEqual(await answer(other), OFFICIAL);
    assert.equal(await other.locator(AMOUNT).inputValue(), "60000");
    assert.equal(await other.locator(TERM).inputValue(), "59");
  }
});

test("amounts as people write them", async () => {
  const page = await open();
  await page.locator(TERM).fill("24");
  for (const written of ["50,000", "$50 000.00", "50000", " 50,000.00 ", "$50,000"]) {
    await page.locator(AMOUNT).fill(written);
    await eventually(page, async () => assert.equal((await answer(page))["Usted recibe"], "$50,000.00", written));
    assert.equal(await page.locator(AMOUNT).inputValue(), written, "the text is not rewritten");
    assert.equal(await fault(page, AMOUNT), "");
  }
});

test("what cannot be read keeps its text and says what to write", async () => {
  const page = await open();
  const cases = [
    ["cincuenta", "Escriba el monto sin letras, por ejemplo 50,000"],
    ["5", "Entendimos $5. Este préstamo va de $1,000 a $250,000: escriba un monto entre los dos."],
    ["250,001", "Entendimos $250,001. Este préstamo va de $1,000 a $250,000: escriba un monto entre los dos."],
    ["-50000", "Escriba un monto mayor que cero, por ejemplo 50,000"],
    ["50.000", "No sabemos si «50.000» son 50 o 50,000 pesos. Escríbalo sin punto ni coma, por ejemplo 50000"],
    ["50/60", "No entendimos «50/60». Escriba solo números, por ejemplo 50,000"],
  ];
  for (const [written, said] of cases) {
    await page.locator(AMOUNT).fill(written);
    await eventually(page, async () => assert.equal(await fault(page, AMOUNT), said, written));
    assert.equal(await page.locator(AMOUNT).inputValue(), written);
    assert.equal(await page.locator(AMOUNT).getAttribute("aria-invalid"), "true");
  }
  await page.locator(AMOUNT).fill("50,000");
  await eventually(page, async () => assert.equal(await fault(page, AMOUNT), ""));
  await page.locator(TERM).fill("73");
  await eventually(page, async () => assert.equal(await fault(page, TERM), "Escriba de 1 a 72 quincenas, solo el número"));
  assertQuiet(context);
});

test("buttons and chips change what is written", async () => {
  const page = await open();
  await page.locator(AMOUNT).fill("52,300");
  await page.getByRole("button", { name: "Pedir más" }).click();
  assert.equal(await page.locator(AMOUNT).inputValue(), "55,000");
  await page.getByRole("button", { name: "Pedir menos" }).click();
  assert.equal(await page.locator(AMOUNT).inputValue(), "50,000");
  await chip(page, 48).click();
  assert.equal(await page.locator(TERM).inputValue(), "48");
  assert.equal(await page.locator(".p-terms .p-chip[aria-pressed=true]").getAttribute("value"), "plazo-48");
  await page.getByRole("button", { name: "Una quincena más" }).click();
  assert.equal(await page.locator(TERM).inputValue(), "49");
  await page.getByRole("button", { name: "Una quincena menos" }).click();
  assert.equal(await page.locator(TERM).inputValue(), "48");
  await page.getByRole("radio", { name: /hipotecaria/ }).check({ force: true });
  await page.locator(AMOUNT).fill("1,200,000");
  await chip(page, 480).click();
  await eventually(page, async () => assert.equal((await answer(page))["Usted recibe"], "$1,200,000.00"));
  assertQuiet(context);
});

test("three ways to start, one answer", async () => {
  const page = await open();
  await page.locator(AMOUNT).fill("60,000");
  await page.locator(TERM).fill("59");
  await start(page, /Cuánto me alcanza/);
  assert.equal(await page.locator(AMOUNT).isVisible(), false);
  await page.locator("#sueldo").fill("9,000");
  await page.locator("#descuentos").fill("1,200");
  await eventually(page, async () => assert.match(await page.locator("#respuesta").innerText(), /con pagos de \$3,300\.00 cada quincena/));
  assert.match((await answer(page)).payment, /^\$160,\d\d\d\.\d\d$/);
  await page.locator("#sueldo").fill("");
  await page.locator("#descuentos").fill("");
  await page.locator("#pago").fill("1,231.32");
  await eventually(page, async () => assert.match((await answer(page)).payment, /^\$60,000\.\d\d$/));
  await page.waitForURL(/inicio=pago.*pago=1,231\.32/);
  await start(page, /En cuánto tiempo termino/);
  assert.equal(await page.locator(AMOUNT).inputValue(), "60,000", "what was written stays");
  assert.equal(await page.locator(TERM).isVisible(), false);
  await page.locator("#pago").fill("1500");
  await eventually(page, async () => assert.equal((await answer(page)).payment, "47 quincenas"));
  await page.locator("#pago").fill("300");
  await eventually(page, async () => assert.match(await fault(page, "#pago"), /Escriba al menos \$1,0\d\d$/));
  await start(page, /Sé cuánto necesito/);
  assert.deepEqual(await answer(page), OFFICIAL);
  assertQuiet(context);
});

test("the slider follows what is written, and writes", async () => {
  const page = await open();
  const slider = page.getByRole("slider", { name: "O mueva la barra para decir cuánto necesita" });
  assert.equal(await slider.getAttribute("aria-valuetext"), "Todavía sin monto");
  await page.locator(AMOUNT).fill("52,300");
  await eventually(page, async () => assert.equal(await slider.inputValue(), "10"));
  assert.equal(await slider.getAttribute("aria-valuetext"), "$52,300", "what is written, not the step");
  await slider.press("ArrowRight");
  assert.equal(await page.locator(AMOUNT).inputValue(), "55,000");
  assert.equal(await slider.getAttribute("aria-valuetext"), "$55,000");
  await page.getByRole("radio", { name: /hipotecaria/ }).check({ force: true });
  await eventually(page, async () => assert.equal(await slider.getAttribute("max"), "30"));
  assertQuiet(context);
});

const LOAN = "/calculadora?producto=personal&monto=60%2C000&plazo=59";

test("first and last discount, and another day of payment", async () => {
  const page = await open(LOAN);
  assert.deepEqual(await dates(page), ["miércoles 15 de abril de 2026", "viernes 15 de septiembre de 2028"]);
  assert.match(await page.locator("#respuesta").innerText(), /Las fechas son un ejemplo/);
  await page.getByText("Cambiar la fecha en que recibiría el dinero").click();
  await page.locator("#fecha").fill("20/04/2026");
  await eventually(page, async () => assert.equal((await dates(page))[0], "viernes 15 de mayo de 2026"));
  await page.waitForURL(/fecha=20%2F04%2F2026/);
});

test("parts answer in one sentence each, and the link carries them", async () => {
  const page = await open(LOAN);
  assert.match(await said(page, "si-se-atrasa"), /^Si paga 15 días tarde su primer pago, ese pago le costaría \$8\.27 más\./);
  await page.locator("#atraso").fill("30");
  await eventually(page, async () => assert.match(await said(page, "si-se-atrasa"), /30 días tarde.*\$16\.55 más/));
  await openPart(page, "si-paga-de-mas");
  await page.locator("#extra").fill("10,000");
  await page.locator("#extra_desde").fill("12");
  await eventually(page, async () => assert.match(await said(page, "si-paga-de-mas"), /^Con \$10,000 más después del pago 12 terminaría en/));
  await page.getByText("Pagar menos cada quincena").click();
  await eventually(page, async () => assert.match(await said(page, "si-paga-de-mas"), /su pago bajaría a \$/));
  await openPart(page, "si-lo-liquida-antes");
  await page.locator("#liquida").fill("24");
  await eventually(page, async () => assert.match(await said(page, "si-lo-liquida-antes"), /^Después de 24 pagos y de su pago extra, el .* podría liquidarlo con \$/));
  await openPart(page, "compare");
  assert.deepEqual(await page.locator(".p-compare tbody tr").nth(2).locator("td").allTextContents(), ["59", "48", "72"]);
  await part(page, "compare").getByRole("button", { name: /^24/ }).click();
  await eventually(page, async () => assert.deepEqual(
    await page.locator(".p-compare tbody tr").nth(2).locator("td").allTextContents(), ["59", "72", "24"]));
  await page.waitForURL(/otro1=72&otro2=24/);
  const sentences = () => Promise.all(["si-se-atrasa", "si-paga-de-mas", "si-lo-liquida-antes", "compare"].map((id) => said(other, id)));
  let other = page;
  const shown = await sentences();
  const link = new URL(page.url());
  assertQuiet(context);
  for (const javaScriptEnabled of [true, false]) {
    await context.close();
    other = await open(link.pathname + link.search, { javaScriptEnabled });
    assert.deepEqual(await sentences(), shown);
    for (const id of ["si-paga-de-mas", "si-lo-liquida-antes", "compare"]) assert.ok(await part(other, id).getAttribute("open") !== null, id);
  }
});

test("a closed part stands still", async () => {
  const page = await open(LOAN);
  const before = await said(page, "si-lo-liquida-antes");
  await page.locator(AMOUNT).fill("80,000");
  await eventually(page, async () => assert.equal((await answer(page))["Usted recibe"], "$80,000.00"));
  assert.equal(await said(page, "si-lo-liquida-antes"), before);
  await openPart(page, "si-lo-liquida-antes");
  await eventually(page, async () => assert.notEqual(await said(page, "si-lo-liquida-antes"), before));
});

test("what is wrong in a part is said there, and the answer stays", async () => {
  const page = await open(LOAN);
  await openPart(page, "si-paga-de-mas");
  await page.locator("#extra").fill("mil pesos");
  await eventually(page, async () => assert.equal(await fault(page, "#extra"), "Escriba el monto sin letras, por ejemplo 1,000"));
  await page.locator("#atraso").fill("quince");
  await eventually(page, async () => assert.match(await fault(page, "#atraso"), /solo el número, por ejemplo 15/));
  assert.deepEqual(await answer(page), OFFICIAL);
  await page.locator("#extra").press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "extra", "Enter in a part stays there");
});

test("what a part answers is heard: its faults, at once with Enter, and never over those of the form", async () => {
  const page = await open(LOAN);
  await openPart(page, "si-paga-de-mas");
  await page.locator("#extra").fill("10,000");
  await page.locator("#extra_desde").fill("99");
  await eventually(page, async () => assert.match(await heard(page), /de 1 a 58/));
  await page.locator("#extra_desde").fill("12");
  await page.locator("#extra_desde").press("Enter");
  await eventually(page, async () => assert.match(await heard(page), /^Con \$10,000 más después del pago 12/));
  await page.waitForTimeout(1000);
  assert.match(await heard(page), /^Con \$10,000 más/, "the answer of the whole does not go over it");
  await page.getByText("Ver todos los pagos").click();
  await page.getByRole("group", { name: "Ver la tabla por" }).getByRole("link", { name: "Año" }).click();
  await page.waitForURL(/tabla=anio/);
  await page.waitForTimeout(1000);
  assert.match(await heard(page), /^Con \$10,000 más/, "another grouping is no other answer");
  await openPart(page, "compare");
  // At once: both fall into the time that a fault waits.
  await page.evaluate(() => {
    const amount = document.querySelector("#monto");
    amount.value = "9999999";
    amount.dispatchEvent(new Event("input", { bubbles: true }));
    document.querySelector("#compare .p-chip[value$='24']").click();
  });
  await eventually(page, async () => assert.match(await fault(page, AMOUNT), /^Entendimos \$9,999,999\./));
  assert.match(await heard(page), /^Entendimos \$9,999,999\./);
  assertQuiet(context);
});

test("faults the page came with do not come back", async () => {
  const page = await open("/calculadora?monto=0&plazo=24");
  await page.getByRole("alert").waitFor();
  await page.locator(AMOUNT).fill("60,000");
  await eventually(page, async () => assert.equal(await page.getByRole("alert").count(), 0));
  await page.locator(TERM).fill("99");
  await eventually(page, async () => assert.match(await fault(page, TERM), /^Escriba de 1 a 72/));
  assert.equal(await page.getByRole("alert").count(), 0);
});

test("a fault inside the closed date is shown", async () => {
  const page = await open(LOAN);
  const date = page.locator(".p-date > summary");
  await date.click();
  await page.locator("#fecha").fill("mañana");
  await date.click();
  await calculate(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), "fecha");
  assert.ok(await page.locator("#fecha-error").isVisible());
});

test("a salary is in no link, and a reload still has it", async () => {
  const page = await open();
  await start(page, /Cuánto me alcanza/);
  await page.locator("#sueldo").fill("9,000");
  await page.locator("#descuentos").fill("1,200");
  await page.waitForURL(/pago=3300\.00/);
  const shown = await answer(page);
  const link = await page.locator(".p-share").getAttribute("href");
  const file = await page.locator(".p-payments__file").getAttribute("href");
  const csv = await (await fetch(server.origin + file)).text();
  const paper = (await page.locator(".p-paper").allTextContents()).join(" ");
  for (const text of [page.url(), link, file, csv, paper]) {
    assert.match(text, /pago=3300\.00/);
    assert.doesNotMatch(text, /sueldo|descuentos/);
  }
  await page.evaluate(() => { location.hash = "respuesta"; });
  await page.waitForURL(/tasa=13\.67$/);
  await page.reload();
  await wasmStarted(page);
  const written = () => Promise.all(["#sueldo", "#descuentos", "#pago"].map((id) => page.locator(id).inputValue()));
  await eventually(page, async () => assert.deepEqual(await written(), ["9,000", "1,200", ""]));
  assert.deepEqual(await answer(page), shown);
  assertQuiet(context);
  for (const javaScriptEnabled of [true, false]) {
    await context.close();
    const other = await open(link, { javaScriptEnabled });
    assert.deepEqual(await answer(other), shown);
    assert.equal(await other.locator("#sueldo").inputValue(), "");
  }
  await context.close();
  const sent = await withoutScript("/calculadora?inicio=pago&sueldo=9000&descuentos=1200&plazo=48");
  assert.doesNotMatch(await sent.locator(".p-share").getAttribute("href"), /sueldo|descuentos/);
  await context.close();
  const alive = await open("/calculadora?inicio=pago&sueldo=9000&descuentos=1200&plazo=48");
  await alive.waitForURL((url) => !url.search.includes("sueldo"));
  assert.equal(await alive.locator("#sueldo").inputValue(), "9000");
});

test("the link is copied", async () => {
  const page = await open(LOAN, { permissions: ["clipboard-read", "clipboard-write"] });
  await page.getByRole("link", { name: "Enlace a esta simulación" }).click();
  await page.getByRole("link", { name: "Enlace copiado" }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, `${server.origin}/calculadora?producto=personal&version=2026-1&monto=60,000&plazo=59&tasa=13.67`);
});

test("keyboard only", async () => {
  const page = await open();
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  const tabTo = async (wanted) => {
    for (let steps = 0; steps < 40; steps += 1) {
      await page.keyboard.press("Tab");
      if (await focused() === wanted) return;
    }
    throw new Error(`Tab no llega a ${wanted}`);
  };
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Saltar al contenido");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "contenido");
  await tabTo("monto");
  await page.keyboard.type("60,000");
  await tabTo("plazo");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("59");
  await page.keyboard.press("Enter");
  assert.equal(await focused(), "respuesta", "the answer takes the focus");
  assert.equal((await answer(page)).payment, OFFICIAL.payment);
  await tabTo("Tabla de pagosVer todos los pagos");
  await page.keyboard.press("Enter");
  await eventually(page, async () => assert.equal((await tableRows(page)).length, 59));
  assertQuiet(context);
});

test("a phone of 360 x 640", async () => {
  const page = await open("/calculadora", PHONE);
  const inside = async (locator) => {
    const box = await locator.boundingBox();
    return box && box.x >= 0 && box.x + box.width <= 360 ? box : assert.fail(`fuera de la pantalla: ${locator}`);
  };
  const targets = page.locator(".p-calculator__form").locator("button:visible, input:visible, .p-choice");
  for (const target of await targets.all()) {
    if (await target.getAttribute("aria-hidden") === "true" || await target.getAttribute("type") === "radio") continue;
    // A field's border belongs to the box around it.
    const framed = await target.evaluate((node) => node.matches(".p-field__input"));
    const box = await inside(framed ? target.locator("xpath=ancestor::*[contains(@class, 'p-field__box')]") : target);
    assert.ok(box.height >= 44, `${await target.evaluate((node) => node.outerHTML.slice(0, 120))} mide ${box.height} px`);
  }
  await page.locator(AMOUNT).tap();
  await page.keyboard.type("60000");
  await chip(page, 48).tap();
  await page.locator(".p-peek").waitFor();
  await calculate(page);
  const box = await inside(page.locator(".p-answer__amount"));
  assert.ok(box.y >= 0 && box.y + box.height <= 640, "the payment is on the screen after Calcular");
  await page.getByText("Ver todos los pagos").tap();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `la página mide ${wide} px de ancho`);
  assertQuiet(context);
});

test("the answer that stays beside the form never lies over the payments", async () => {
  const page = await open("/calculadora?producto=personal&version=2024-9&monto=60,000&plazo=59&tasa=12");
  await page.getByText("Ver todos los pagos").click();
  await eventually(page, async () => assert.equal((await tableRows(page)).length, 59));
  for (let top = 0; top <= 1000; top += 100) {
    const covered = await page.evaluate((y) => {
      scrollTo({ top: y, behavior: "instant" });
      const [card, payments] = [".p-answer", ".p-payments"].map((name) => document.querySelector(name).getBoundingClientRect());
      return Math.min(card.bottom, payments.bottom) - Math.max(card.top, payments.top) > 1
        && Math.min(card.right, payments.right) - Math.max(card.left, payments.left) > 1;
    }, top);
    assert.ok(!covered, `a ${top} px de la página, la tarjeta cubre la tabla`);
  }
});

// --- without it ---------------------------------------------------------------------------------

test("without script: the form answers", async () => {
  const page = await withoutScript();
  await page.locator(AMOUNT).fill("$60 000.00");
  await page.locator(TERM).fill("59");
  await calculate(page);
  assert.deepEqual(await answer(page), OFFICIAL);
  assert.equal(await page.locator(AMOUNT).inputValue(), "$60 000.00");
  assert.equal((await tableRows(page)).length, 59);
  await page.getByText("Ver todos los pagos").click();
  assert.ok(await page.locator(".p-payments table").first().isVisible());
  assertQuiet(context);
});

test("without script: Enter calculates, buttons and chips step", async () => {
  const page = await withoutScript();
  await page.locator(AMOUNT).fill("52,300");
  await page.locator(AMOUNT).press("Enter");
  assert.equal((await answer(page))["Usted recibe"], "$52,300.00", "Enter did not press a step button");
  await page.getByRole("button", { name: "Pedir más" }).click();
  assert.equal(await page.locator(AMOUNT).inputValue(), "55,000");
  await page.getByRole("button", { name: "Pedir menos" }).click();
  assert.equal(await page.locator(AMOUNT).inputValue(), "50,000");
  await chip(page, 48).click();
  assert.equal(await page.locator(TERM).inputValue(), "48");
  assert.equal((await answer(page))["Usted recibe"], "$50,000.00");
});

test("without script: what cannot be read keeps its text and says what to write", async () => {
  const page = await withoutScript();
  await page.locator(AMOUNT).fill("cincuenta");
  await page.locator(TERM).fill("99");
  await calculate(page);
  assert.equal(await page.locator(AMOUNT).inputValue(), "cincuenta");
  assert.equal(await fault(page, AMOUNT), "Escriba el monto sin letras, por ejemplo 50,000");
  assert.equal(await fault(page, TERM), "Escriba de 1 a 72 quincenas, solo el número");
  assert.match(await page.title(), /^Revise los datos/);
  const summary = page.getByRole("alert");
  await summary.getByRole("link").first().click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "monto");
});

for (const javaScriptEnabled of [true, false]) {
  test(`the last comparison can be taken away, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const page = await open("/calculadora?producto=personal&monto=60%2C000&plazo=48&otro1=36", { javaScriptEnabled });
    const pressed = () => part(page, "compare").locator(".p-chip[aria-pressed=true]").count();
    const chip = part(page, "compare").getByRole("button", { name: /^36/ });
    assert.equal(await pressed(), 1);
    await chip.click();
    await eventually(page, async () => assert.equal(await pressed(), 0));
    assert.notEqual(await part(page, "compare").getAttribute("open"), null);
    assert.deepEqual(await page.locator(".p-compare tbody tr").nth(2).locator("td").allTextContents(), ["48"]);
    await chip.click();
    await eventually(page, async () => assert.equal(await pressed(), 1));
  });
}

test("without script: an emptied field is a fault, as with it", async () => {
  const page = await withoutScript(LOAN);
  await page.locator("#atraso").fill("");
  await calculate(page);
  assert.match(await fault(page, "#atraso"), /solo el número, por ejemplo 15/);
  assert.deepEqual(await answer(page), OFFICIAL);
  await page.locator(TERM).fill("");
  await calculate(page);
  assert.equal(await fault(page, TERM), "Escriba de 1 a 72 quincenas, solo el número");
});

test("what a link names and is not there is said, in our own words", async () => {
  const page = await withoutScript("/calculadora?producto=automovil&version=2026-1&monto=60,000&plazo=24");
  assert.match(await page.locator("#respuesta").innerText(), /ya no está en la lista\. Calculamos con este otro: /);
  await page.goto(`${server.origin}${LOAN}&version=Llame%20al%2055&tasa=Llame%20al%2055`);
  const text = await page.locator("#respuesta").innerText();
  assert.match(text, /otra tasa/);
  assert.match(text, /otra versión/);
  assert.doesNotMatch(text, /Llame/);
});

test("without script: each start, and parts that come back to where they were", async () => {
  const page = await withoutScript();
  await page.locator(AMOUNT).fill("60,000");
  await start(page, /En cuánto tiempo termino/);
  assert.equal(await page.getByRole("alert").count(), 0, "another start is no fault");
  assert.equal(await page.locator(AMOUNT).inputValue(), "60,000");
  await page.locator("#pago").fill("1500");
  await calculate(page);
  assert.equal((await answer(page)).payment, "47 quincenas");
  await start(page, /Cuánto me alcanza/);
  await page.locator("#sueldo").fill("9000");
  await page.locator("#pago").fill("");
  await calculate(page);
  assert.match(await page.locator("#respuesta").innerText(), /con pagos de \$3,600\.00 cada quincena/);
  await page.locator("#atraso").fill("30");
  await part(page, "si-se-atrasa").getByRole("button", { name: "Volver a calcular" }).click();
  assert.equal(new URL(page.url()).hash, "#si-se-atrasa");
  assert.match(await said(page, "si-se-atrasa"), /^Si paga 30 días tarde/);
  await openPart(page, "compare");
  await part(page, "compare").getByRole("button", { name: /^12/ }).click();
  assert.match(await said(page, "compare"), /En 12 quincenas, un préstamo de/);
});

test("every simulation says that it is one", async () => {
  const page = await withoutScript("/calculadora?producto=personal&version=2025-1&monto=60,000&plazo=48");
  const text = await page.locator("#respuesta").innerText();
  assert.match(text, /Simulación, no es una oferta\./);
  assert.match(text, /versión 2025-1/);
  assert.match(text, /25 de marzo/, "the date of the simulation");
  assert.match(text, /condiciones anteriores/, "superseded, and labelled so");
});

// --- one engine ---------------------------------------------------------------------------------

const PRODUCTS = [
  { id: "personal", rate: "13.67", min: 1_000, max: 250_000, terms: 72 },
  { id: "hipotecario", rate: "9.00", min: 50_000, max: 1_500_000, terms: 480 },
];

/** Mulberry32: small, and the same loans for the same seed. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pesos = (plain) => {
  const [whole, cents] = plain.split(".");
  return `$${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
};

async function fromApi({ product, amount, term }) {
  const body = JSON.stringify({ amount, annual_rate_pct: product.rate, payments: term, iva_pct: "16" });
  const response = await fetch(`${server.origin}/api/v1/loans/schedule`,
    { method: "POST", headers: { "content-type": "application/json" }, body });
  assert.equal(response.status, 200);
  const all = await response.json();
  const rows = all.rows.map((row) => [String(row.number),
    ...[row.opening_balance, row.payment, row.principal, row.interest, row.iva, row.closing_balance].map(pesos)]);
  const said = {
    payment: pesos(all.level_payment), "Usted recibe": pesos(amount), Intereses: pesos(all.total_interest),
    "IVA de los intereses": pesos(all.total_iva), "Total que pagaría": pesos(all.total_paid),
  };
  if (all.last_payment !== all.level_payment) said["Último pago"] = pesos(all.last_payment);
  return { said, rows };
}

/** What a page says of a loan, as far as the schedule's API says it: no CAT, no dates. */
async function onPage(page) {
  const { "CAT (Costo Anual Total)": _, ...said } = await answer(page);
  return { said, rows: (await tableRows(page)).map(([number, , ...amounts]) => [number, ...amounts]) };
}

test("twenty random loans: page, program and API agree to the centavo", async (t) => {
  const seed = Number(process.env.PUENTE_SEED ?? Date.now() % 1_000_000);
  t.diagnostic(`PUENTE_SEED=${seed}`);
  const next = random(seed);
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const still = await plain.newPage();
  const page = await open();
  await page.locator(AMOUNT).fill("60000");
  await page.getByText("Ver todos los pagos").click();
  for (let index = 0; index < 20; index += 1) {
    const product = PRODUCTS[index % 2];
    const amount = ((product.min * 100 + Math.floor(next() * (product.max - product.min) * 100)) / 100).toFixed(2);
    const loan = { product, amount, term: 1 + Math.floor(next() * product.terms) };
    const what = `${product.id} ${amount} x ${loan.term}`;
    const api = await fromApi(loan);
    await still.goto(`${server.origin}/calculadora?producto=${product.id}&monto=${amount}&plazo=${loan.term}`);
    assert.deepEqual(await onPage(still), api, `servidor: ${what}`);
    await page.locator(`input[name=producto][value=${product.id}]`).check({ force: true });
    await page.locator(TERM).fill(String(loan.term));
    await page.locator(AMOUNT).fill(amount);
    await eventually(page, async () =>
      assert.deepEqual(await onPage(page), api, `programa: ${what}`));
  }
  await plain.close();
  assertQuiet(context);
});
