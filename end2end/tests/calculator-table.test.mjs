// What the calculator shows of its answer: the table by quincena and by year, the chart, the file, paper, the
// words explained and the answer read aloud; with the program and without it, the same figures as the API.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { PHONE, assertQuiet, openBrowser, requests, wasmStarted } from "../support/browser.mjs";
import { until } from "../support/process.mjs";
import { startServer } from "../support/server.mjs";

const LOAN = "/calculadora?producto=personal&monto=60%2C000&plazo=59";
const MORTGAGE = "/calculadora?producto=hipotecario&monto=1%2C500%2C000&plazo=480";
const WITH_EXTRA = `${LOAN}&extra=5000&extra_desde=3`;
/** Of the loan with its default first payment, the second quincena after Wednesday 25 March 2026. */
const LAST_ROW = ["59", "15 sep 2028", "$1,223.51", "$1,231.60", "$1,223.51", "$6.97", "$1.12", "$0.00"];

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

async function open(path = LOAN, options = {}, prepare = async () => {}) {
  await context?.close();
  context = await browser.newContext(options);
  await prepare(context);
  const page = await context.newPage();
  await page.goto(server.origin + path);
  if (options.javaScriptEnabled !== false) await wasmStarted(page);
  return page;
}

const withoutScript = (path, options = {}) => open(path, { ...options, javaScriptEnabled: false });
const BOTH = [["with the program", open], ["without script", withoutScript]];

const summary = (page) => page.locator("#pagos > summary");
const choice = (page, name) => page.getByRole("group", { name: "Ver la tabla por" }).getByRole("link", { name });
const cells = (rows) => rows.evaluateAll((all) => all.map((row) => [...row.cells].map((cell) => cell.textContent)));
const tableRows = (page) => cells(page.locator("#pagos tbody tr"));
const rowsBecome = (page, count) => until(`la tabla tiene ${count} filas`, async () => (await tableRows(page)).length === count);
const centavos = (text) => Math.round(Number(text.replace(/[$,]/g, "")) * 100);

// --- the table ----------------------------------------------------------------------------------

for (const [how, visit] of BOTH) {
  test(`by quincena and by year, ${how}`, async () => {
    const page = await visit(LOAN);
    await summary(page).click();
    await rowsBecome(page, 59);
    const rows = await tableRows(page);
    assert.deepEqual(rows[0].slice(0, 7), ["1", "15 abr 2026", "$60,000.00", "$1,231.32", "$834.89", "$341.75", "$54.68"]);
    assert.deepEqual(rows.at(-1), LAST_ROW);
    assert.deepEqual(await page.locator("#pagos caption").allTextContents(), ["Año 1", "Año 2", "Año 3"]);

    await choice(page, "Año").click();
    await rowsBecome(page, 3);
    assert.equal(await choice(page, "Año").getAttribute("aria-current"), "true");
    await page.waitForURL(/tabla=anio/);
    assert.ok(await page.locator("#pagos table").isVisible(), "still open");
    const [total] = await cells(page.locator("#pagos tfoot tr"));
    assert.deepEqual(total.slice(2), ["$60,000.00", "$72,648.16", "$60,000.00", "$10,903.56", "$1,744.60", "$0.00"]);
    const years = await tableRows(page);
    for (const column of [3, 4, 5, 6]) {
      assert.equal(years.reduce((sum, row) => sum + centavos(row[column]), 0), centavos(total[column]), `columna ${column}`);
    }

    await choice(page, "Quincena").click();
    await rowsBecome(page, 59);
    assert.ok(await page.locator("#pagos table").first().isVisible(), "still open");
    assertQuiet(context);
  });
}

test("a closed table costs nothing; opened, it is that of the figures on the screen", async () => {
  const page = await open();
  const before = await page.locator("#pagos .p-payments__tables").innerHTML();
  await page.locator("#plazo").fill("12");
  await until("la respuesta cambia", async () => (await page.locator("#respuesta").textContent()).includes("12 pagos"));
  assert.equal(await page.locator("#pagos .p-payments__tables").innerHTML(), before, "nobody looks at it");
  await summary(page).click();
  await rowsBecome(page, 12);
  assertQuiet(context);
});

test("figures change where they stand, and are those of a page that was loaded with them", async () => {
  const page = await open();
  await summary(page).click();
  await rowsBecome(page, 59);
  const loaded = async (amount, term) => {
    const other = await context.newPage();
    await other.goto(`${server.origin}/calculadora?producto=personal&monto=${amount}&plazo=${term}`);
    const rows = await tableRows(other);
    await other.close();
    return rows;
  };
  const mark = () => page.evaluate(() => { globalThis.cell = document.querySelector("#pagos tbody td:last-child"); });
  const stands = () => page.evaluate(() => globalThis.cell.isConnected);
  for (const [field, text, amount, term, same] of [
    ["#monto", "80000", 80_000, 59, true], ["#plazo", "36", 80_000, 36, false],
    ["#monto", "50000", 50_000, 36, true], ["#monto", "60000", 60_000, 36, true], ["#plazo", "59", 60_000, 59, false],
  ]) {
    await mark();
    await page.locator(field).fill(text);
    const rows = await loaded(amount, term);
    await until(`la tabla es la de ${amount} a ${term}`, async () => JSON.stringify(await tableRows(page)) === JSON.stringify(rows));
    assert.equal(await stands(), same, `${amount} a ${term}`);
  }
  assertQuiet(context);
});

test("480 payments on a phone: whole, and nothing scrolls sideways", async () => {
  const page = await open(MORTGAGE, PHONE);
  await summary(page).tap();
  await rowsBecome(page, 480);
  const last = page.locator("#pagos tbody tr").last();
  await last.scrollIntoViewIfNeeded();
  await until("la última fila se ve", () => last.isVisible());
  const [row] = await cells(last);
  assert.deepEqual([row[0], row.at(-1)], ["480", "$0.00"]);
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 360);
  const outside = await page.locator("#pagos tr").evaluateAll((rows) => rows.slice(-26).flatMap((one) => [...one.cells])
    .filter((cell) => cell.checkVisibility() && (cell.scrollWidth > cell.clientWidth + 1 || cell.getBoundingClientRect().right > 360))
    .map((cell) => cell.textContent));
  assert.deepEqual(outside, [], "every figure fits");
  assert.ok(await last.locator("td").nth(0).isVisible() && await last.locator("td").nth(2).isVisible() && await last.locator("td").last().isVisible());
  assertQuiet(context);
});

test("an extra payment has its column, in the table and in the file", async () => {
  const page = await withoutScript(WITH_EXTRA);
  await summary(page).click();
  const heads = await page.locator("#pagos thead").first().locator("th").allTextContents();
  assert.equal(heads.at(-2), "Pago extra");
  const rows = await tableRows(page);
  assert.equal(rows[2].at(-2), "$5,000.00");
  assert.ok(rows.length < 59, "the term is shorter");
  assert.deepEqual(await fromFile(page), fromTable(rows));
});

for (const [how, visit] of BOTH) {
  test(`with an extra payment, what lists it says why it is not the answer, ${how}`, async () => {
    const page = await visit(`${LOAN}&extra=10%2C000&extra_desde=12&liquida=29`);
    await summary(page).click();
    const notes = page.locator(".p-extras");
    for (const note of await notes.all()) {
      assert.ok(await note.isVisible());
      assert.match(await note.textContent(), /^Con \$10,000 más después del pago 12 terminaría en 49 quincenas, .*la respuesta de arriba, no\.$/);
    }
    assert.equal(await notes.count(), 2, "chart and table");
    const row = (await tableRows(page))[28];
    assert.deepEqual([row[0], row.at(-1)], ["29", "$22,224.93"]);
    assert.match(await page.locator("#si-lo-liquida-antes .p-part__answer").textContent(), /y de su pago extra, .* con \$22,224\.93 /);
    await page.emulateMedia({ media: "print" });
    assert.deepEqual(await notes.evaluateAll((all) => all.map((note) => note.checkVisibility())), [false, true], "the table's, once");
    await page.emulateMedia({ media: "screen" });
    if (visit === withoutScript) return;
    await page.locator("#extra").fill("");
    await rowsBecome(page, 59);
    await until("no hay nada que explicar", async () => (await notes.evaluateAll((all) => all.every((note) => !note.checkVisibility()))));
    assertQuiet(context);
  });
}

// --- the file -----------------------------------------------------------------------------------

/** RFC 4180, without the byte order mark. */
function records(text) {
  const rows = [[""]];
  let quoted = false;
  for (const sign of text.replace(/^\uFEFF/, "").replaceAll('""', "\u0000")) {
    if (sign === '"') quoted = !quoted;
    else if (sign === "," && !quoted) rows.at(-1).push("");
    else if (sign === "\n" && !quoted) rows.push([""]);
    else if (sign !== "\r" || quoted) rows.at(-1)[rows.at(-1).length - 1] += sign;
  }
  return rows.map((row) => row.map((cell) => cell.replaceAll("\u0000", '"')));
}

async function file(page) {
  const address = await page.getByText("Descargar en Excel (CSV)").getAttribute("href");
  const answer = await fetch(server.origin + address);
  assert.equal(answer.status, 200);
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** Number, opening balance, payment, principal, interest, IVA, extra and closing balance in centavos. */
async function fromFile(page) {
  const { bytes } = await file(page);
  const all = records(bytes.toString("utf8")).filter((row) => row.length === 11 && /^\d+$/.test(row[0]));
  return all.map((row) => [0, 2, 3, 4, 5, 6, 9, 10].map((column) => (column === 0 ? Number(row[0]) : centavos(row[column]))));
}

function fromTable(rows) {
  const extra = (row) => (row.length > 8 ? centavos(row[7]) : 0);
  return rows.map((row) => [Number(row[0]), ...row.slice(2, 7).map(centavos), extra(row), centavos(row.at(-1))]);
}

for (const [how, visit] of BOTH) {
  test(`the file says what the table says, ${how}`, async () => {
    const page = await visit(LOAN);
    await summary(page).click();
    await rowsBecome(page, 59);
    assert.deepEqual(await fromFile(page), fromTable(await tableRows(page)));
    if (visit === withoutScript) return;
    await page.locator("#monto").fill("75,432.10");
    await page.locator("#plazo").fill("31");
    await rowsBecome(page, 31);
    assert.deepEqual(await fromFile(page), fromTable(await tableRows(page)));
    assertQuiet(context);
  });
}

test("a file that Excel reads: UTF-8 with its mark, terms on top, no cell a formula", async () => {
  const { answer, bytes } = await file(await withoutScript(LOAN));
  assert.deepEqual([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.equal(answer.headers.get("content-type"), "text/csv; charset=utf-8");
  assert.equal(answer.headers.get("content-disposition"), 'attachment; filename="simulacion-de-prestamo.csv"');
  const rows = records(bytes.toString("utf8"));
  const terms = Object.fromEntries(rows.filter((row) => row.length === 2));
  assert.equal(rows[0][0], "Simulación, no es una oferta.");
  assert.equal(terms["Pago por quincena"], "1231.32");
  assert.equal(terms["CAT sin IVA (%), para fines informativos y de comparación"], "14.6");
  assert.equal(terms["Fecha del cálculo"], "2026-03-25");
  assert.match(terms["Enlace a esta simulación"], /\/calculadora\?producto=personal&version=/);
  for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[\s]*[=+\-@\t\r]/, cell);
});

test("a file of what cannot be calculated is the page that says what to write", async () => {
  const page = await withoutScript("/calculadora.csv?producto=personal&monto=%3D1%2B1&plazo=59");
  assert.equal(await page.locator("#monto").inputValue(), "=1+1", "the text is kept");
  assert.match(await page.locator("#monto-error").textContent(), /No entendimos «=1\+1»\. Escriba/);
  const status = async (query) => (await fetch(`${server.origin}/calculadora.csv${query}`)).status;
  assert.equal(await status("?producto=personal&monto=cincuenta&plazo=59"), 422);
  assert.equal(await status(""), 422, "nothing was asked");
  assert.equal(await status("?monto=60000&plazo=9999"), 422);
  assert.equal(await status("?monto=60000&plazo=59"), 200, "the first product is meant");
});

// --- paper --------------------------------------------------------------------------------------

/** Pages of a PDF as Chromium writes it. */
const sheets = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length;

for (const [how, visit] of BOTH) {
  test(`on paper, ${how}: the answer and its table, nothing to press`, async () => {
    const page = await visit(LOAN);
    await page.emulateMedia({ media: "print" });
    const shown = (selector) => page.locator(selector).evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 80)));
    for (const gone of ["nav", "header", "footer", "form", "button", "input", "summary", ".p-chart"]) assert.deepEqual(await shown(gone), [], gone);
    const text = await page.locator("body").innerText();
    for (const needed of ["$1,231.32", "$72,648.16", "CAT sin IVA, para fines informativos y de comparación", "14.6 %",
      "Simulación, no es una oferta.", "Tasa fija anual de 13.67 %", "versión 2026-1", "25 de marzo de 2026", `${server.origin}/calculadora?producto=personal`]) {
      assert.ok(text.includes(needed), `falta «${needed}» en:\n${text.slice(0, 1500)}`);
    }
    assert.equal(await page.locator("#pagos tbody tr").evaluateAll((rows) => rows.filter((row) => row.checkVisibility()).length), 59, "open on paper");
    assertQuiet(context);
  });
}

test("59 payments are one page, A4 or Letter; 480 go on, with their heads", async () => {
  for (const format of ["A4", "Letter"]) {
    const page = await open(LOAN);
    assert.equal(sheets(await page.pdf({ format, preferCSSPageSize: false })), 1, format);
  }
  const page = await open(MORTGAGE);
  assert.ok(sheets(await page.pdf({ format: "A4" })) > 4);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("#pagos thead").first().evaluate((head) => getComputedStyle(head).display), "table-header-group");
});

/** A `window.print` that reads the page when it is called, as a browser does: nothing runs in between. */
const printer = (context) => context.addInitScript(() => {
  globalThis.printed = [];
  globalThis.print = () => {
    dispatchEvent(new Event("beforeprint"));
    globalThis.printed.push({ open: document.querySelector("#pagos").open, rows: document.querySelectorAll("#pagos tbody tr").length });
    dispatchEvent(new Event("afterprint"));
  };
});

async function print(page) {
  const before = await page.evaluate(() => globalThis.printed.length);
  await page.getByRole("button", { name: "Imprimir o guardar en PDF" }).click();
  await until("se imprime", async () => await page.evaluate(() => globalThis.printed.length) > before);
  return page.evaluate(() => globalThis.printed.at(-1));
}

test("the button prints the figures on the screen, and leaves the page as it was", async () => {
  const page = await open("/calculadora?producto=personal", {}, printer);
  const isOpen = () => page.locator("#pagos").evaluate((part) => part.open);
  await page.locator("#monto").fill("60,000");
  await page.locator("#plazo").fill("59");
  await until("hay respuesta", async () => (await page.locator("#respuesta").textContent()).includes("59 pagos"));
  assert.deepEqual(await print(page), { open: true, rows: 59 }, "never opened before");
  await until("otra vez cerrada", async () => !await isOpen());
  await page.locator("#plazo").fill("12");
  await until("la respuesta cambia", async () => (await page.locator("#respuesta").textContent()).includes("12 pagos"));
  assert.deepEqual(await print(page), { open: true, rows: 12 });
  await until("otra vez cerrada", async () => !await isOpen());
  await summary(page).click();
  await until("abierta", isOpen);
  assert.deepEqual(await print(page), { open: true, rows: 12 });
  assert.ok(await isOpen(), "as it was");
  assertQuiet(context);
});

test("the browser's menu prints the figures on the screen, and leaves the page as it was", async () => {
  const page = await open();
  await page.locator("#plazo").fill("12");
  await until("la respuesta cambia", async () => (await page.locator("#respuesta").textContent()).includes("12 pagos"));
  // From the menu no program is running when the event comes: what follows a signal has run before the paper.
  const open12 = await page.evaluate(async () => {
    dispatchEvent(new Event("beforeprint"));
    await new Promise((soon) => setTimeout(soon));
    return [document.querySelector("#pagos").open, document.querySelectorAll("#pagos tbody tr").length];
  });
  assert.deepEqual(open12, [true, 12]);
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  assert.equal(await page.locator("#pagos").evaluate((part) => part.open), false);
  assert.ok(await page.getByRole("button", { name: "Imprimir o guardar en PDF" }).isVisible());
  const plain = await withoutScript();
  assert.equal(await plain.getByRole("button", { name: "Imprimir o guardar en PDF" }).count(), 0, "it would do nothing");
});

// --- the chart ----------------------------------------------------------------------------------

for (const [how, visit] of BOTH) {
  test(`the chart is said in one sentence and in a table, ${how}`, async () => {
    const page = await visit(LOAN);
    const sentence = "De cada pago, al principio $834.89 bajan su deuda y $396.43 son intereses e IVA; al final casi todo baja su deuda.";
    assert.ok(await page.getByRole("img", { name: sentence }).isVisible());
    await page.getByText("Ver la gráfica como tabla").click();
    const table = page.getByRole("region", { name: "A dónde van los pagos de cada año" });
    const [total] = await cells(table.locator("tfoot tr"));
    assert.deepEqual(total.slice(3, 7), ["$72,648.16", "$60,000.00", "$10,903.56", "$1,744.60"]);
    const legend = await page.locator(".p-chart__legend li").evaluateAll((all) => all.map((one) => one.querySelector("b").textContent));
    assert.deepEqual(legend, [total[4], total[5], total[6]], "the same sums");
    assertQuiet(context);
  });
}

test("the chart follows what one types, in at most sixty bars, with letters that can be read", async () => {
  const page = await open(MORTGAGE, PHONE);
  const bars = () => page.locator(".p-chart__part").first().evaluate((path) => path.getAttribute("d").split("M").length - 1);
  assert.equal(await bars(), 60);
  const small = await page.locator(".p-chart *").evaluateAll((all) => all
    .filter((one) => one.checkVisibility() && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((one) => Number.parseFloat(getComputedStyle(one).fontSize) < 12).map((one) => one.textContent));
  assert.deepEqual(small, []);
  await page.locator("#plazo").fill("24");
  await until("la gráfica cambia", async () => (await bars()) === 24);
  await page.getByText("Cada barra es un pago.").waitFor();
  assertQuiet(context);
});

// --- the words ----------------------------------------------------------------------------------

for (const [how, visit] of BOTH) {
  test(`each word is explained, by keyboard, ${how}`, async () => {
    const page = await visit(LOAN);
    const asks = page.locator(".p-whatis > summary");
    assert.ok(await asks.count() >= 4);
    for (const ask of await asks.all()) assert.match(await ask.textContent(), /^\S.*: ¿qué es esto\?$/);
    const cat = asks.filter({ hasText: "CAT" }).first();
    const meaning = cat.locator("xpath=following-sibling::p");
    assert.equal(await meaning.isVisible(), false);
    await cat.focus();
    await page.keyboard.press("Enter");
    await meaning.waitFor();
    assert.match(await meaning.textContent(), /^El Costo Anual Total .*comparar/);
    await page.keyboard.press("Enter");
    await meaning.waitFor({ state: "hidden" });
    assertQuiet(context);
  });
}

// --- one engine ---------------------------------------------------------------------------------

test("the same figures with the program, without it and from the API", async () => {
  const terms = { amount: "98765.43", annual_rate_pct: "13.67", payments: 37, iva_pct: "16", disbursed_on: "2026-03-25", first_due: { nth: 2 } };
  const response = await fetch(`${server.origin}/api/v1/loans/schedule`,
    { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(terms) });
  assert.equal(response.status, 200);
  const { rows } = await response.json();
  const api = rows.map((row) => [row.number, ...[row.opening_balance, row.payment, row.principal, row.interest, row.iva, row.extra, row.closing_balance].map(centavos)]);
  for (const [how, visit] of BOTH) {
    const page = await visit("/calculadora?producto=personal&monto=98765.43&plazo=37");
    const table = await tableRows(page);
    assert.deepEqual(fromTable(table), api, how);
    const months = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
    const day = (iso) => { const [year, month, date] = iso.split("-"); return `${Number(date)} ${months[month - 1]} ${year}`; };
    assert.deepEqual(table.map((row) => row[1]), rows.map(({ due_date }) => day(due_date)), how);
    assert.deepEqual(await fromFile(page), api, how);
  }
});

// --- read aloud ---------------------------------------------------------------------------------

/** A speech synthesis with these voices; they arrive late, as in Chromium. */
const voices = (list) => (context) => context.addInitScript((given) => {
  const spoken = { texts: [], speaking: false, current: undefined };
  const synthesis = {
    arrived: false,
    get speaking() { return spoken.speaking; },
    getVoices() { return this.arrived ? given : []; },
    speak(utterance) { spoken.speaking = true; spoken.current = utterance; spoken.texts.push(utterance.text); },
    cancel() { spoken.speaking = false; spoken.current?.onerror?.({}); spoken.current = undefined; },
  };
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(globalThis, "speechSynthesis", { value: synthesis });
  globalThis.spoken = spoken;
  globalThis.voicesArrive = () => { synthesis.arrived = true; synthesis.onvoiceschanged?.(); };
}, list);

const listen = (page) => page.locator(".p-listen");
const SPANISH = { lang: "es-MX", localService: true };

test("it is read aloud where the device has a Spanish voice", async () => {
  const page = await open(LOAN, {}, voices([{ lang: "en-US", localService: true }, SPANISH]));
  assert.equal(await listen(page).isVisible(), false, "no voice has arrived");
  await page.evaluate(() => globalThis.voicesArrive());
  await listen(page).waitFor();
  assert.equal(await listen(page).textContent(), "Escuchar");
  await listen(page).click();
  const [text] = await page.evaluate(() => globalThis.spoken.texts);
  assert.match(text, /^Su pago sería de mil doscientos treinta y un pesos con treinta y dos centavos cada quincena\./);
  assert.match(text, /15 de septiembre de 2028/);
  assert.doesNotMatch(text, /\$/);
  assert.equal(await listen(page).textContent(), "Dejar de leer");
  await listen(page).click();
  assert.equal(await page.evaluate(() => globalThis.spoken.speaking), false);
  assert.equal(await listen(page).textContent(), "Escuchar");

  await listen(page).click();
  await page.evaluate(() => { globalThis.spoken.speaking = false; globalThis.spoken.current.onend({}); });
  await until("se puede escuchar otra vez", async () => (await listen(page).textContent()) === "Escuchar");
  await listen(page).click();
  await page.locator("#plazo").fill("12");
  await until("las cifras de antes se dejan de leer", async () => !await page.evaluate(() => globalThis.spoken.speaking));
  assertQuiet(context);
});

test("nothing is promised without one: none, another language, a voice of somebody's server, no script", async () => {
  for (const list of [[], [{ lang: "en-US", localService: true }], [{ lang: "es-ES", localService: false }]]) {
    const page = await open(LOAN, {}, voices(list));
    await page.evaluate(() => globalThis.voicesArrive());
    assert.equal(await listen(page).isVisible(), false, JSON.stringify(list));
    assertQuiet(context);
  }
  const page = await withoutScript();
  assert.equal(await listen(page).isVisible(), false);
  assert.ok(requests(context).every(({ url }) => url.startsWith(server.origin) || url.startsWith("data:")));
});
