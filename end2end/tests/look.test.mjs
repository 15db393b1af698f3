// What holds for every page: nothing from a third host, nothing inline, the language, files that may be kept
// for ever and travel compressed, and the budgets in bytes as they cross the wire.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DESKTOP, PHONE, assertQuiet, openBrowser, requests, stallWasm, wasmStarted } from "../support/browser.mjs";
import { startPair } from "../support/host.mjs";
import { ANA } from "../support/people.mjs";
import { composer, panelAlive, signedIn } from "../support/states.mjs";

const PAGES = [
  "/", "/calculadora", "/calculadora?producto=personal&monto=60,000&plazo=59", "/chat", "/chat?tema=pp", "/w/demo", "/consola",
  "/consola/primera-clave", "/privacidad", "/accesibilidad", "/integrar", "/no-existe", "/entrar", "/entrar/primera-clave",
];
const STAFF_PAGES = ["/consola", "/consola/clave"];

let world, browser, staff;
before(async () => {
  world = await startPair();
  browser = await openBrowser();
  staff = await browser.newContext();
  await signedIn(staff, world.server, ANA);
});
after(async () => {
  await browser?.close();
  await world?.stop();
});

const get = (path, headers = {}) => fetch(world.server.origin + path, { headers, redirect: "manual" });

async function visited(path, context) {
  const page = await context.newPage();
  await page.goto(world.server.origin + path, { waitUntil: "networkidle" });
  return page;
}

test("no page asks a third host", async () => {
  const context = await browser.newContext();
  for (const path of PAGES) await (await visited(path, context)).close();
  for (const path of STAFF_PAGES) await (await visited(path, staff)).close();
  const page = await context.newPage();
  await page.goto(`${world.host.origin}/`);
  await page.getByRole("button", { name: "Chat de ayuda" }).click();
  await panelAlive(page);
  const ours = [world.server.origin, world.host.origin];
  const foreign = [...requests(context), ...requests(staff)].filter(({ url }) => !url.startsWith("data:") && !ours.includes(new URL(url).origin));
  assert.deepEqual(foreign, []);
  assertQuiet(context, { allow: [/status of 404/] });
  await context.close();
});

/** Read from the text the server sends: what a program adds later is not inline. */
async function inline(page, html) {
  return page.evaluate((text) => {
    const found = [];
    for (const node of new DOMParser().parseFromString(text, "text/html").querySelectorAll("*")) {
      const data = node.type === "application/json";
      if (node.localName === "script" && !node.src && !data) found.push(node.outerHTML.slice(0, 100));
      for (const { name, value } of node.attributes) {
        if (name === "style" || /^on/.test(name) || /^javascript:/i.test(value)) found.push(`${node.localName} ${name}=${value}`);
      }
    }
    return found;
  }, html);
}

test("no inline script, style or handler; the policy allows none; Spanish of Mexico", async () => {
  const context = await browser.newContext({ javaScriptEnabled: true });
  const page = await context.newPage();
  const cookie = (await staff.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  for (const [path, headers] of [...PAGES.map((path) => [path, {}]), ...STAFF_PAGES.map((path) => [path, { cookie }])]) {
    const response = await get(path, headers);
    const html = await response.text();
    const policy = response.headers.get("content-security-policy");
    assert.match(html, /^<!doctype html><html lang="es-MX"/, path);
    assert.deepEqual(await inline(page, html), [], path);
    assert.match(policy, /default-src 'none'/, path);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*/, path);
    assert.match(html, /<title>[^<]+<\/title>/, path);
  }
  await context.close();
});

test("favicon and robots.txt are served", async () => {
  for (const path of ["/favicon.ico", "/robots.txt"]) assert.equal((await get(path)).status, 200, path);
  const robots = await (await get("/robots.txt")).text();
  for (const kept of ["/w/", "/chat", "/consola", "/api/"]) assert.ok(robots.includes(`Disallow: ${kept}`), kept);
  const html = await (await get("/")).text();
  const icon = /<link rel="icon" href="([^"]+)"/.exec(html)[1];
  assert.equal((await get(icon)).headers.get("content-type"), "image/svg+xml");
});

test("hashed files are immutable and arrive compressed", async () => {
  const found = new Set();
  for (const path of PAGES) {
    const html = await (await get(path)).text();
    for (const [, url] of html.matchAll(/"(\/assets\/[^"]+)"/g)) found.add(url);
  }
  assert.ok(found.size >= 8, [...found].join(" "));
  for (const url of found) {
    const headers = await head(url);
    assert.match(headers["cache-control"], /max-age=31536000.*immutable/, url);
    assert.equal(headers["content-encoding"], "br", url);
    assert.match(headers.vary, /accept-encoding/i, url);
  }
  const loader = await head("/embed.js");
  assert.equal(loader["content-encoding"], "br");
  assert.doesNotMatch(loader["cache-control"], /immutable/);
  assert.equal((await head("/")) ["content-encoding"], "br", "pages too");
});

async function head(path) {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const asked = request(world.server.origin + path, { headers: { "accept-encoding": "gzip, deflate, br, zstd" } }, (answer) => {
      answer.resume();
      resolve(answer.headers);
    });
    asked.on("error", reject).end();
  });
}

// --- budgets ------------------------------------------------------------------------------------

/** Bytes of every answer of our origin to this context, as they crossed the wire (CDP's encodedDataLength). */
function meter(context) {
  const answers = [];
  context.on("requestfinished", (request) => {
    if (!request.url().startsWith(world.server.origin)) return;
    answers.push(request.sizes().then(({ responseBodySize, responseHeadersSize }) => ({
      url: request.url().slice(world.server.origin.length), body: responseBodySize, all: responseBodySize + responseHeadersSize,
    })));
  });
  return () => Promise.all(answers);
}

const sum = (rows) => rows.reduce((total, { all }) => total + all, 0);
const listed = (rows) => rows.map(({ url, all }) => `${url} ${all}`).join("\n");

async function firstLoad(path, options, prepare = () => {}) {
  const context = await browser.newContext(options);
  await prepare(context);
  const measured = meter(context);
  const page = await visited(path, context);
  if (await page.locator("script[data-wasm]").count()) await wasmStarted(page);
  const rows = await measured();
  await context.close();
  return rows;
}

test("site: at most 250 kB on the first load of any page", async (t) => {
  for (const path of PAGES.filter((path) => !/consola|chat|\/w\//.test(path))) {
    const rows = await firstLoad(path);
    t.diagnostic(`${path}: ${sum(rows)} B, ${rows.length} requests`);
    assert.ok(sum(rows) <= 250_000, listed(rows));
  }
});

test("console: at most 600 kB on the first load", async (t) => {
  for (const [path, prepare] of [["/consola", undefined], ["/consola", (context) => signedIn(context, world.server, ANA)]]) {
    const rows = await firstLoad(path, DESKTOP, prepare);
    t.diagnostic(`${path}: ${sum(rows)} B, ${rows.length} requests`);
    assert.ok(sum(rows) <= 600_000, listed(rows));
  }
});

test("widget: at most 30 kB and 4 requests until one can type, 140 kB with its program", async (t) => {
  const context = await browser.newContext(PHONE);
  const gate = await stallWasm(context);
  const measured = meter(context);
  const page = await context.newPage();
  await page.goto(`${world.host.origin}/`);
  await page.getByRole("button", { name: "Chat de ayuda" }).tap();
  const frame = await (await page.waitForSelector("iframe", { state: "attached" })).contentFrame();
  await composer(frame).waitFor();
  await composer(frame).pressSequentially("Buenos días");
  assert.equal(await composer(frame).inputValue(), "Buenos días");
  const before = await measured();
  t.diagnostic(`until one can type: ${sum(before)} B, ${before.length} requests\n${listed(before)}`);
  assert.ok(before.length <= 4, listed(before));
  assert.ok(sum(before) <= 30_000, listed(before));
  gate.release();
  await panelAlive(page);
  const whole = await measured();
  t.diagnostic(`with the program: ${sum(whole)} B, ${whole.length} requests`);
  assert.ok(whole.some(({ url }) => url.endsWith(".wasm")));
  assert.ok(sum(whole) <= 140_000, listed(whole));
  await context.close();
});
