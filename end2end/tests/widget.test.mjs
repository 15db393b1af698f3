// The widget on somebody else's page: the launcher, the frame on intent, the host unharmed, keyboard, phone.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { DESKTOP, PHONE, assertQuiet, noise, openBrowser, requests } from "../support/browser.mjs";
import {
  LABEL, buttonOf, composerOf, conversationOf, frameAlive, heard, launcherOf, openChat, panelOf, say, sent, stored,
} from "../support/chat.mjs";
import { startHost, startPair } from "../support/host.mjs";
import { ANA, signIn } from "../support/people.mjs";
import { until } from "../support/process.mjs";

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

async function visit(path, options, prepare) {
  context ??= await browser.newContext(options);
  await prepare?.(context);
  const page = await context.newPage();
  await page.goto(world.host.origin + path);
  return page;
}

const frames = (page) => page.locator("iframe").count();
const isOpen = (page) => panelOf(page).evaluate((panel) => panel.hasAttribute("open"));
const opened = (page) => until("el panel abierto", () => isOpen(page));
const closed = (page) => until("el panel cerrado", async () => !await isOpen(page));
const focused = (page) => page.evaluate(() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node?.className || node?.tagName;
});
const ours = () => requests(context).map(({ url }) => url).filter((url) => url.startsWith(world.server.origin));
const inComposer = (frame) => until("el foco en el mensaje", () =>
  frame.evaluate(() => document.activeElement?.matches("[data-composer]") && document.hasFocus()));

// --- the launcher and the frame -----------------------------------------------------------------

test("the launcher is there before any frame, for one request", async () => {
  const page = await visit("/");
  await launcherOf(page).waitFor();
  assert.equal(await launcherOf(page).getAttribute("aria-label"), LABEL);
  await page.mouse.move(20, 20);
  await page.locator("#nombre").click();
  await page.waitForLoadState("networkidle");
  assert.equal(await frames(page), 0);
  assert.deepEqual(ours(), [`${world.server.origin}/embed.js`]);
  const box = await launcherOf(page).boundingBox();
  assert.deepEqual([box.width, box.height], [56, 56]);
  assertQuiet(context);
});

const INTENTS = {
  hover: (page) => launcherOf(page).hover(),
  focus: (page) => launcherOf(page).focus(),
  touch: (page) => launcherOf(page).dispatchEvent("touchstart"),
  click: (page) => launcherOf(page).evaluate((button) => button.click()),
};

for (const [intent, show] of Object.entries(INTENTS)) {
  test(`${intent} loads the frame${intent === "click" ? " and opens it" : " and opens nothing"}`, async () => {
    const page = await visit("/");
    assert.equal(await frames(page), 0);
    await show(page);
    await frameAlive(page);
    assert.equal(await frames(page), 1);
    assert.equal(await isOpen(page), intent === "click");
    assert.equal(ours().filter((url) => new URL(url).pathname === "/w/demo").length, 1);
    assertQuiet(context);
  });
}

// --- the host page ------------------------------------------------------------------------------

/** What a page of the host is like, as its own scripts would see it. */
const state = (page) => page.evaluate(() => ({
  globals: Object.getOwnPropertyNames(window).filter((name) => !name.startsWith("__")).sort(),
  frames: window.length,
  sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
  root: document.documentElement.getAttributeNames(),
  body: document.body.getAttributeNames(),
  paragraph: JSON.stringify(Object.fromEntries([...getComputedStyle(document.querySelector("p"))]
    .map((name) => [name, getComputedStyle(document.querySelector("p"))[name]]))),
  children: [...document.body.children].filter((node) => !node.matches("[data-puente], script, noscript")).length,
  storage: Object.keys(localStorage),
  cookies: document.cookie,
}));

const recordShifts = (fresh) => fresh.addInitScript(() => {
  globalThis.__shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.__shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
});

test("the host page stays as it was: globals, styles, layout, console", async () => {
  world.host.set("/sin", { snippet: "" });
  const bare = await state(await visit("/sin", DESKTOP, recordShifts));
  const page = await visit("/");
  assert.deepEqual(await state(page), bare);
  const frame = await openChat(page);
  await say(frame, "El portal sigue igual.");
  assert.deepEqual(await state(page), bare);
  await page.keyboard.press("Escape");
  await closed(page);
  assert.deepEqual(await state(page), bare);
  assert.equal(await page.locator("[data-puente]").count(), 1);
  assert.equal(await page.evaluate(() => globalThis.__shift), 0);
  await page.waitForFunction(() => sessionStorage.length > 0, undefined, { polling: 50 });
  assert.deepEqual(await page.evaluate(() => Object.keys(sessionStorage)), ["puente"]);
  assertQuiet(context);
});

for (const path of ["/csp", "/trusted", "/hostil"]) {
  test(`${path}: looks and works as everywhere`, async () => {
    const page = await visit(path);
    const frame = await openChat(page);
    const box = await launcherOf(page).boundingBox();
    assert.deepEqual([box.x, box.y, box.width, box.height], [1280 - 72, 800 - 72, 56, 56]);
    const dialog = await panelOf(page).boundingBox();
    assert.deepEqual([dialog.width, dialog.height], [384, 640]);
    await say(frame, `Desde ${path}.`);
    await sent(frame, `Desde ${path}.`);
    assertQuiet(context);
  });
}

test("included twice, or by a module that comes later, there is one launcher", async () => {
  for (const path of ["/doble", "/modulo"]) {
    const page = await visit(path);
    await launcherOf(page).waitFor();
    await page.waitForLoadState("networkidle");
    assert.equal(await page.locator("[data-puente]").count(), 1, path);
    await openChat(page);
    await page.close();
  }
  assertQuiet(context);
});

test("the launcher gives way to a field that has the focus, and stays in the order of Tab", async () => {
  const page = await visit("/campos", { viewport: { width: 500, height: 700 } });
  await page.locator("#campo-39").focus();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  const overlap = () => page.evaluate(() => {
    const button = document.querySelector("[data-puente]").shadowRoot.querySelector(".launcher");
    const [a, b] = [button, document.activeElement].map((node) => node.getBoundingClientRect());
    const meets = a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
    return { meets, opacity: getComputedStyle(button).opacity };
  });
  let met = 0;
  for (let index = 39; index > 28; index -= 1) {
    await page.locator(`#campo-${index}`).evaluate((field) => field.focus({ preventScroll: true }));
    const shown = await overlap();
    if (!shown.meets) continue;
    met += 1;
    await until("el botón cede el lugar", async () => (await overlap()).opacity === "0");
  }
  assert.ok(met > 0, "la página de prueba ya no pone campos bajo el botón");
  await launcherOf(page).focus();
  await until("el botón vuelve", async () => (await overlap()).opacity === "1");
});

test("data-topic chooses the topic, data-offset lifts the button and may change", async () => {
  const page = await visit("/tema");
  const frame = await openChat(page);
  assert.equal(await frame.locator("input[name=topic]:checked").inputValue(), "pp");
  await composerOf(frame).fill("Tema puesto por el portal.");
  await buttonOf(frame, "Enviar mensaje").click();
  await sent(frame, "Tema puesto por el portal.");

  const footer = await visit("/pie");
  const bottom = async () => {
    const { y, height } = await launcherOf(footer).boundingBox();
    return 800 - y - height;
  };
  assert.equal(await bottom(), 16 + 64);
  await footer.locator("script[data-site]").evaluate((script) => { script.dataset.offset = "120"; });
  await until("el botón sube", async () => await bottom() === 16 + 120);
  assertQuiet(context);
});

// --- keyboard -----------------------------------------------------------------------------------

test("Escape closes from inside and outside the frame, and the focus returns", async () => {
  const page = await visit("/");
  const frame = await openChat(page);
  await inComposer(frame);
  await page.keyboard.press("Escape");
  await closed(page);
  assert.equal(await focused(page), "launcher");
  assert.equal(await launcherOf(page).getAttribute("aria-expanded"), "false");

  await page.keyboard.press("Enter");
  await opened(page);
  await inComposer(frame);
  await launcherOf(page).focus();
  await page.keyboard.press("Escape");
  await closed(page);
  assert.equal(await focused(page), "launcher");

  await page.keyboard.press("Enter");
  await inComposer(frame);
  await buttonOf(frame, "Cerrar el chat").click();
  await closed(page);
  assert.equal(await focused(page), "launcher");

  // A menu inside has Escape first.
  await page.keyboard.press("Enter");
  await inComposer(frame);
  await say(frame, "Abro el menú.");
  await sent(frame, "Abro el menú.");
  await frame.locator(".p-chat__menu > summary").click();
  await page.keyboard.press("Escape");
  await frame.locator(".p-chat__menu:not([open])").waitFor();
  assert.equal(await isOpen(page), true);
  await page.keyboard.press("Escape");
  await closed(page);
  assertQuiet(context);
});

test("Tab reaches the frame while it is open, and never while it is closed", async () => {
  const page = await visit("/");
  await page.locator("#nombre").focus();
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "launcher");
  const frame = await frameAlive(page);
  await page.keyboard.press("Tab");
  assert.equal(await frame.evaluate(() => document.hasFocus()), false, "cerrado no se alcanza");

  await page.locator("#nombre").focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await inComposer(frame);
  const inside = () => frame.evaluate(() => document.hasFocus() && document.activeElement !== document.body);
  await page.locator("#nombre").click();
  // The frame is another process: it hears of the focus a moment later.
  await until("el foco sale del marco", async () => !await inside());
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "launcher");
  await page.keyboard.press("Tab");
  await until("Tab entra en el marco", inside);
  const seen = new Set();
  for (let step = 0; step < 25 && await inside(); step += 1) {
    seen.add(await frame.evaluate(() => document.activeElement.id || document.activeElement.outerHTML.slice(0, 60)));
    await page.keyboard.press("Tab");
  }
  assert.ok(seen.has("mensaje"), `Tab llega al mensaje: ${[...seen]}`);
  assert.equal(await inside(), false, "y sale del marco: no hay trampa");
  assertQuiet(context);
});

// --- unread, pages, tabs ------------------------------------------------------------------------

async function answered(text, reply) {
  const id = await conversationOf(world.server, text);
  const ana = await signIn(world.server, ANA);
  await ana.take(id);
  const { status } = await ana.reply(id, reply);
  assert.equal(status, 200);
  return { ana, id };
}

test("the badge counts what comes while closed, lives on the next page, and goes on opening", async () => {
  const page = await visit("/");
  const frame = await openChat(page);
  await say(frame, "Cierro y espero.");
  await sent(frame, "Cierro y espero.");
  await page.keyboard.press("Escape");
  await closed(page);
  const badge = page.locator("[data-puente] .badge");
  assert.equal(await badge.isVisible(), false);
  const { ana, id } = await answered("Cierro y espero.", "Primera respuesta.");
  await badge.filter({ hasText: /^1$/ }).waitFor();
  assert.equal(await launcherOf(page).getAttribute("aria-label"), `${LABEL}. Mensajes nuevos: 1`);
  assert.equal(await page.locator("[data-puente] [role=status]").textContent(), `${LABEL}. Mensajes nuevos: 1`);

  await page.goto(`${world.host.origin}/otra`);
  await badge.filter({ hasText: /^1$/ }).waitFor();
  await ana.reply(id, "Segunda respuesta.");
  await badge.filter({ hasText: /^2$/ }).waitFor();

  const again = await openChat(page);
  await heard(again, "Segunda respuesta.");
  await badge.waitFor({ state: "hidden" });
  assert.equal(await launcherOf(page).getAttribute("aria-label"), LABEL);
  await page.keyboard.press("Escape");
  await closed(page);
  assert.equal(await badge.isVisible(), false);
  await page.goto(`${world.host.origin}/`);
  await frameAlive(page);
  assert.equal(await badge.isVisible(), false, "lo leído no se cuenta otra vez");
  assertQuiet(context);
});

test("who goes to another page before the answer came finds it in the badge there", async () => {
  const page = await visit("/");
  const frame = await openChat(page);
  await say(frame, "Me voy a otra página.");
  await sent(frame, "Me voy a otra página.");
  await page.goto(`${world.host.origin}/otra`);
  await frameAlive(page);
  assert.equal(await isOpen(page), false);
  await answered("Me voy a otra página.", "Aquí le respondo.");
  await page.locator("[data-puente] .badge").filter({ hasText: /^1$/ }).waitFor();
  assertQuiet(context);
});

test("two tabs of the host share one conversation and both see every message", async () => {
  const first = await visit("/");
  const second = await visit("/otra");
  const [a, b] = [await openChat(first), await openChat(second)];
  await first.bringToFront();
  await say(a, "Desde la primera pestaña.");
  await sent(a, "Desde la primera pestaña.");
  await heard(b, "Desde la primera pestaña.");
  await second.bringToFront();
  await say(b, "Desde la segunda pestaña.");
  await sent(b, "Desde la segunda pestaña.");
  await heard(a, "Desde la segunda pestaña.");
  const { id } = await answered("Desde la segunda pestaña.", "Les leo en las dos.");
  await Promise.all([heard(a, "Les leo en las dos."), heard(b, "Les leo en las dos.")]);
  const rows = await stored(world.server, id);
  assert.deepEqual(rows.map(({ text }) => text),
    ["Desde la primera pestaña.", "Desde la segunda pestaña.", "Les leo en las dos."]);
  assertQuiet(context);
});

// --- refusals -----------------------------------------------------------------------------------

const count = async () => (await world.server.query(
  "select (select count(*) from conversation) as talks, (select count(*) from conversation_token) as tokens"))[0];

test("an unknown key: the launcher disappears and nothing is stored", async () => {
  const before = await count();
  const page = await visit("/desconocido");
  await launcherOf(page).click();
  await page.locator("[data-puente]").waitFor({ state: "detached" });
  assert.equal(await frames(page), 0);
  assert.deepEqual(await count(), before);
  // Chromium's own words about a frame that was refused, and not one of ours.
  assertQuiet(context, { allow: [/status of 404/, /frame-ancestors 'none'/, /ERR_BLOCKED_BY_RESPONSE/] });
});

test("a host that is not registered gets no chat, by referrer and by frame-ancestors", async () => {
  const stranger = await startHost({ puente: world.server.origin });
  try {
    context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${stranger.origin}/`);
    await launcherOf(page).click();
    await page.getByRole("link", { name: "Abrir en otra pestaña" }).waitFor();
    assert.equal(await frames(page), 0);

    // Without a referrer the server cannot know; the browser asks frame-ancestors.
    const src = `${world.server.origin}/w/demo`;
    stranger.set("/callado", { snippet: `<iframe src="${src}" referrerpolicy="no-referrer"></iframe>` });
    const answer = page.waitForResponse((response) => response.url() === src);
    await page.goto(`${stranger.origin}/callado`);
    const { "content-security-policy": policy } = (await answer).headers();
    assert.match(policy, new RegExp(`frame-ancestors 'self' ${world.host.origin}(;|$)`));
    await until("el navegador lo dice", () => noise(context).some((text) => /frame-ancestors/.test(text)));
    const frame = await (await page.waitForSelector("iframe")).contentFrame();
    assert.equal(await frame.locator("[data-composer]").count(), 0);
  } finally {
    await stranger.close();
  }
});

test("a panel that is slow becomes a link and an offer, and comes to life when it can", async () => {
  let release;
  const gate = new Promise((resolve) => { release = resolve; });
  const page = await visit("/", {}, (fresh) => fresh.route(/\/w\/demo$/, async (route) => {
    await gate;
    await route.continue();
  }));
  await page.clock.install();
  await launcherOf(page).click();
  const link = page.getByRole("link", { name: "Abrir en otra pestaña" });
  assert.equal(await link.isVisible(), false);
  await page.clock.fastForward(10_000);
  await link.waitFor();
  assert.equal(await link.getAttribute("href"), `${world.server.origin}/chat?sitio=demo`);
  assert.equal(await link.getAttribute("target"), "_blank");
  release();
  await link.waitFor({ state: "hidden" });
  await composerOf(await frameAlive(page)).fill("Llegó tarde y sirve.");
});

// --- on a phone ---------------------------------------------------------------------------------

test("360 x 640: the panel fills the screen, and its composer stays above the keyboard", async () => {
  // The keyboard shrinks the visual viewport only: a stand-in that can be made smaller.
  const page = await visit("/", PHONE, (fresh) => fresh.addInitScript(() => {
    if (parent !== window) return;
    const view = Object.assign(new EventTarget(), { width: 360, height: 640, offsetTop: 0, offsetLeft: 0, scale: 1 });
    Object.defineProperty(window, "visualViewport", { value: view });
  }));
  const frame = await openChat(page);
  assert.deepEqual(await panelOf(page).boundingBox(), { x: 0, y: 0, width: 360, height: 640 });
  await say(frame, "Escribo desde el teléfono.");
  for (const [height, offsetTop] of [[320, 0], [280, 40]]) {
    await page.evaluate((size) => {
      Object.assign(visualViewport, size);
      visualViewport.dispatchEvent(new Event("resize"));
    }, { height, offsetTop });
    await until("el panel se ajusta", async () => (await panelOf(page).boundingBox()).height === height);
    const box = await composerOf(frame).boundingBox();
    assert.ok(box.y >= offsetTop && box.y + box.height <= offsetTop + height, `a la vista: ${JSON.stringify(box)}`);
    await frame.getByText("Escribo desde el teléfono.").waitFor();
  }
  const send = await buttonOf(frame, "Enviar mensaje").boundingBox();
  assert.ok(send.x + send.width <= 360 && send.y + send.height <= 320);
  assertQuiet(context);
});

test("360 x 640 at /chat: composer in view when the window gets low", async () => {
  context = await browser.newContext(PHONE);
  const page = await context.newPage();
  await page.goto(`${world.server.origin}/chat`);
  for (const height of [640, 300]) {
    await page.setViewportSize({ width: 360, height });
    await until("el mensaje está a la vista", async () => {
      const box = await composerOf(page).boundingBox();
      return box.y >= 0 && box.y + box.height <= height;
    });
  }
});

test("Android's back closes the panel and stays on the host page; closing leaves no entry behind", async () => {
  const page = await visit("/otra", PHONE);
  await page.goto(`${world.host.origin}/largo`);
  await page.evaluate(() => scrollTo({ top: 1500, behavior: "instant" }));
  await openChat(page);
  await opened(page);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).overflowY), "hidden");
  await page.goBack();
  await closed(page);
  assert.equal(new URL(page.url()).pathname, "/largo");
  assert.equal(await page.evaluate(() => scrollY), 1500);
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).overflowY), "scroll");
  assert.equal(await page.evaluate(() => document.documentElement.hasAttribute("style")), false);

  await launcherOf(page).click();
  await opened(page);
  await buttonOf(page.frameLocator("iframe"), "Cerrar el chat").click();
  await closed(page);
  await until("la entrada se va", () => page.evaluate(() => !history.state?.puente));
  await page.goBack();
  assert.equal(new URL(page.url()).pathname, "/otra");
  assertQuiet(context);
});

test("a host with history of its own keeps it", async () => {
  const page = await visit("/spa", PHONE);
  await openChat(page);
  assert.deepEqual(await page.evaluate(() => history.state), { mia: 7, puente: 1 });
  await page.goBack();
  await closed(page);
  assert.deepEqual(await page.evaluate(() => history.state), { mia: 7 });
});

// --- without scripts ----------------------------------------------------------------------------

test("<noscript> leaves a link to the chat, and the plain frame is the whole chat", async () => {
  const page = await visit("/", { javaScriptEnabled: false });
  assert.equal(await page.locator("[data-puente]").count(), 0);
  await page.getByRole("link", { name: "Abrir el chat" }).click();
  assert.equal(page.url(), `${world.server.origin}/w/demo`);
  await composerOf(page).waitFor();
  await context.close();
  context = undefined;

  const framed = await visit("/iframe");
  const frame = await frameAlive(framed);
  await say(frame, "Desde un marco sencillo.");
  await sent(frame, "Desde un marco sencillo.");
  assertQuiet(context);
});
