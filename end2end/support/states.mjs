// One list of what a person can have before them. Axe, screenshots and the look tests go through it, and a
// page route of the server that is missing here fails tests/states.test.mjs.
//
//   name     file name of the screenshots
//   route    the server's route this state belongs to ("/w/{site}" is seen inside a host page)
//   path     address to open: on our server, or on the host page with `host: true`
//   world    "open" (Wednesday 10:00, the default), "closed" (Friday before Holy Week, 16:00), "quiet"
//            (open, and nobody waits) or "lines" (people by WhatsApp, support/lines.mjs); each is a server
//            and host of its own, see `startWorlds`
//   phones   true for the simulator's own page; its world is "lines"
//   as       an operator's account: the context is signed in before the page opens
//   program  true where the page has WASM: the state is reached once it runs; "missing" keeps it away
//   setup    what the person does then; gets (page, world, frame), frame only inside a host page
//   allow    what the console may say: Chromium itself reports an answer of 4xx
//
//   const worlds = await startWorlds();  ...  await worlds.stop();
//   const page = await show(state, context, worlds);      opens and sets up; `context` is a fresh one
//   pageRoutes()       the GET routes of pages, read out of server/src/http/**/mod.rs
import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { putCookie, wasmStarted } from "./browser.mjs";
import { startPair } from "./host.mjs";
import { hang, startLines } from "./lines.mjs";
import { ANA, LUIS, LUZ, clearQueue, newCitizen, signIn, signInMember } from "./people.mjs";
import { CLOSED } from "./server.mjs";

const ANSWERED = (status) => [new RegExp(`the server responded with a status of ${status}`)];
const OFFLINE = [/ERR_INTERNET_DISCONNECTED/, /WebSocket connection .* failed/];
const LOAN = "/calculadora?producto=personal&version=2026-1&monto=60%2C000&plazo=59&tasa=13.67";

// --- what people do -----------------------------------------------------------------------------

export const composer = (place) => place.locator("#mensaje");
export const topic = (place, name = "Préstamos personales") => place.getByRole("radio", { name });
const button = (place, name) => place.getByRole("button", { name, exact: true });

/** Chooses a topic, writes and sends; resolves when the bubble says so. */
export async function write(place, text, name) {
  await topic(place, name).check({ force: true });
  await composer(place).fill(text);
  await button(place, "Enviar mensaje").click();
  await place.getByRole("log").getByText(text).waitFor();
}

async function menu(place) {
  await write(place, "¿Qué papeles necesito para un préstamo?");
  await place.locator(".p-chat__menu > summary").click();
}

/** A conversation with an answer, seen live. */
async function answered(page, { server }, place = page) {
  const text = `¿Ya se depositó mi préstamo? ${Date.now()}`;
  await write(place, text);
  const ana = await signIn(server, ANA);
  const item = (await ana.queue()).waiting.find(({ preview }) => preview === text);
  await ana.take(item.id);
  await ana.reply(item.id, "Buenos días. Sí, quedó depositado el viernes.\nRevise su estado de cuenta, por favor.");
  await place.getByText("Buenos días. Sí").waitFor();
  await composer(place).fill("Muchas gracias, ya lo vi.");
  await button(place, "Enviar mensaje").click();
  await place.getByRole("log").getByText("Muchas gracias").waitFor();
}

async function openPanel(page) {
  await page.getByRole("button", { name: "Chat de ayuda" }).click();
  return page.frameLocator("iframe");
}

async function openMine(page, { server }) {
  const ana = await signIn(server, ANA);
  const { mine, waiting } = await ana.queue();
  const item = mine[0] ?? waiting[0];
  if (!mine[0]) await ana.take(item.id);
  await page.locator(`#cola-mias ~ ul button`).first().click();
  await page.locator(".p-toolbar__title").waitFor();
}

async function openWaiting(page) {
  await page.locator("#cola-espera ~ ul button").first().click();
  await button(page, "Tomar").waitFor();
}

/** A signed-in derechohabiente has written, and Ana attends. */
async function openMember(page, { server }) {
  const text = `¿Cuántos pagos me faltan? ${Date.now()}`;
  const cookie = await signInMember(server, LUZ);
  await newCitizen(server, { site: "isseg", cookie }).send(text, { topic: "pp" });
  await openLine(page, text);
  await page.locator(".p-person__name", { hasText: LUZ.name }).waitFor();
  // On a narrow screen too it is the person that is looked at.
  await page.locator(".p-console").evaluate((node) => { node.dataset.tab = "person"; });
}

/** The line of the queue with these words is opened. */
async function openLine(page, words) {
  await page.locator(".p-queue__item", { hasText: words }).click();
  await page.locator(".p-toolbar__line").waitFor();
}

/** The server's queue, with a session that ends in a minute and a half. */
async function nearlyOver(page) {
  await page.route("**/api/v1/staff/queue", async (route) => {
    const response = await route.fetch();
    const queue = await response.json();
    await route.fulfill({ response, json: { ...queue, session_ends: { at: queue.now + 90_000, moves: true } } });
  });
  await page.evaluate(() => window.dispatchEvent(new Event("online")));
  await button(page, "Seguir").waitFor();
}

async function panelOf(page, world, name) {
  await openMine(page, world);
  await button(page, name).click();
}

/** On the simulator's page: one person's chat with one line on the screen. */
async function phones(page, person, line) {
  await page.locator("#personas input").first().waitFor({ state: "attached" });
  await page.locator("#personas label").filter({ hasText: person }).click();
  await page.locator("#lineas label").filter({ hasText: line }).click();
  await page.locator("#chat-persona").filter({ hasText: person }).filter({ hasText: line }).waitFor();
}

/** The demo's people, as their sign-in page shows them: [{ curp, password }]. */
export async function members(server) {
  const html = await (await fetch(`${server.origin}/entrar`)).text();
  const found = [...html.matchAll(/<code>([A-ZÑ0-9]{18}) \/ ([^<]+)<\/code>/g)];
  return found.map(([, curp, password]) => ({ curp, password }));
}

/** Signs in by the form; ends on the page that the person wanted. */
export async function enterAs(page, { curp, password }) {
  await page.locator("#curp").fill(curp);
  await page.locator("#clave").fill(password);
  await button(page, "Entrar").click();
}

const account = (which) => async (page, { server }) => {
  await enterAs(page, which(await members(server)));
  await page.getByRole("heading", { level: 1, name: /^Hola/ }).waitFor();
};
const first = ([one]) => one;

async function twoSessions(page, world) {
  const other = await page.context().browser().newContext();
  const elsewhere = await other.newPage();
  await elsewhere.goto(`${world.server.origin}/entrar`);
  await account(first)(elsewhere, world);
  await other.close();
  await account(first)(page, world);
  await page.locator(".p-sessions").scrollIntoViewIfNeeded();
}

async function wrongPassword(page) {
  await page.getByLabel("Usuario").fill("ana");
  await page.locator("#clave").fill("no es esta contraseña");
  await button(page, "Entrar").click();
  await page.getByRole("alert").first().waitFor();
}

async function wrongCode(page) {
  await page.locator(".p-chat__resume > summary").click();
  await page.locator("#codigo").fill("AAAA-AAAA-AAAA-AAAA");
  await button(page, "Continuar la conversación").click();
  await page.locator("#codigo-error").filter({ hasText: /\S/ }).waitFor();
}

// --- the list -----------------------------------------------------------------------------------

export const STATES = [
  { name: "inicio", route: "/", path: "/" },
  { name: "inicio-cerrado", route: "/", path: "/", world: "closed" },

  { name: "calculadora", route: "/calculadora", path: "/calculadora", program: true },
  { name: "calculadora-resultado", route: "/calculadora", path: LOAN, program: true },
  { name: "calculadora-hipotecario", route: "/calculadora", program: true,
    path: "/calculadora?producto=hipotecario&monto=1%2C200%2C000&plazo=480" },
  { name: "calculadora-falta", route: "/calculadora", program: true,
    path: "/calculadora?producto=personal&monto=cincuenta&plazo=99" },
  { name: "calculadora-anterior", route: "/calculadora", program: true,
    path: "/calculadora?producto=personal&version=2025-1&monto=60%2C000&plazo=48&tasa=13.50" },
  { name: "calculadora-otra-tasa", route: "/calculadora", program: true,
    path: "/calculadora?producto=personal&version=2024-9&monto=60%2C000&plazo=48&tasa=12" },
  { name: "calculadora-cuanto-me-alcanza", route: "/calculadora", program: true,
    path: "/calculadora?inicio=pago&producto=personal&sueldo=9%2C000&descuentos=1%2C200&plazo=48" },
  { name: "calculadora-cuanto-me-alcanza-falta", route: "/calculadora", program: true,
    path: "/calculadora?inicio=pago&producto=personal&sueldo=mucho&descuentos=%3F&pago=0&plazo=48" },
  { name: "calculadora-en-cuanto-tiempo", route: "/calculadora", program: true,
    path: "/calculadora?inicio=tiempo&producto=personal&monto=60%2C000&pago=1%2C500" },
  { name: "calculadora-en-cuanto-tiempo-falta", route: "/calculadora", program: true,
    path: "/calculadora?inicio=tiempo&producto=personal&monto=60%2C000&pago=300&fecha=hoy" },
  { name: "calculadora-de-mas", route: "/calculadora", path: `${LOAN}&extra=500&extra_cada=cada`, program: true,
    setup: (page) => page.locator("#si-paga-de-mas").scrollIntoViewIfNeeded() },
  { name: "calculadora-de-mas-falta", route: "/calculadora", path: `${LOAN}&extra=70%2C000`, program: true,
    setup: (page) => page.locator("#extra").focus() },
  { name: "calculadora-liquidar", route: "/calculadora", path: `${LOAN}&liquida=24`, program: true,
    setup: (page) => page.locator("#liquida").focus() },
  { name: "calculadora-atraso", route: "/calculadora", path: LOAN, program: true,
    setup: (page) => page.locator("#atraso").focus() },
  { name: "calculadora-compare", route: "/calculadora", path: `${LOAN}&otro1=36&otro2=48`, program: true,
    setup: (page) => page.locator("#compare .p-compare").scrollIntoViewIfNeeded() },
  { name: "calculadora-fecha", route: "/calculadora", path: `${LOAN}&fecha=2026-04-20`, program: true,
    setup: (page) => page.locator("#fecha").focus() },
  { name: "calculadora-palabras", route: "/calculadora", path: LOAN, program: true, async setup(page) {
    for (const ask of await page.locator(".p-answer .p-whatis summary:visible").all()) await ask.click();
  } },
  { name: "calculadora-pagos", route: "/calculadora", path: LOAN, program: true,
    setup: (page) => page.getByText("Ver todos los pagos").click() },
  { name: "calculadora-sin-programa", route: "/calculadora", path: LOAN, program: "missing" },

  { name: "chat", route: "/chat", path: "/chat", program: true },
  { name: "chat-tema-elegido", route: "/chat", path: "/chat?tema=pp", program: true },
  { name: "chat-falta-tema", route: "/chat", path: "/chat", program: true, async setup(page) {
    await composer(page).fill("Quiero saber cuánto debo.");
    await button(page, "Enviar mensaje").click();
    await page.locator("#aviso").filter({ hasText: "Elija un tema" }).waitFor();
  } },
  { name: "chat-en-espera", route: "/chat", path: "/chat", program: true,
    setup: (page) => write(page, "Quiero saber cuánto me pueden prestar.") },
  { name: "chat-conversacion", route: "/chat", path: "/chat", program: true, setup: answered },
  { name: "chat-cerrado", route: "/chat", path: "/chat?tema=pp", program: true, world: "closed" },
  { name: "chat-fuera-de-horario", route: "/chat", path: "/chat", program: true, world: "closed",
    setup: (page) => write(page, "¿Me pueden decir cuánto debo?") },
  { name: "chat-menu", route: "/chat", path: "/chat", program: true, setup: menu },
  { name: "chat-codigo", route: "/chat", path: "/chat", program: true, async setup(page) {
    await menu(page);
    await page.locator(".p-chat__entry > summary").first().click();
  } },
  { name: "chat-codigo-entrada", route: "/chat", path: "/chat", program: true,
    setup: (page) => page.locator(".p-chat__resume > summary").click() },
  { name: "chat-codigo-error", route: "/chat", path: "/chat", program: true, setup: wrongCode, allow: ANSWERED(422) },
  { name: "chat-terminada", route: "/chat", path: "/chat", program: true, async setup(page) {
    await menu(page);
    await page.locator(".p-chat__entry > summary").last().click();
    await button(page, "Sí, terminar").click();
    await page.locator(".p-ended").waitFor();
  } },
  { name: "chat-muy-largo", route: "/chat", path: "/chat?tema=pp", program: true, async setup(page) {
    await composer(page).fill("Es una pregunta larga. ".repeat(90));
    await button(page, "Enviar mensaje").click();
    await page.locator("#aviso").filter({ hasText: /\S/ }).waitFor();
  } },
  { name: "chat-sin-conexion", route: "/chat", path: "/chat", program: true, allow: OFFLINE, async setup(page) {
    await write(page, "Esta sí llegó.");
    await page.context().setOffline(true);
    await composer(page).fill("Esta no salió.");
    await button(page, "Enviar mensaje").click();
    await page.locator("[data-offline]").waitFor();
  } },
  { name: "chat-sin-programa", route: "/chat", path: "/chat", program: "missing", async setup(page) {
    await topic(page).check({ force: true });
    await composer(page).fill("Escribo sin programa.");
    await button(page, "Enviar mensaje").click();
    await page.getByText("Escribo sin programa.").waitFor();
  } },

  { name: "panel-cerrado", route: "/w/{site}", host: true, path: "/" },
  { name: "panel", route: "/w/{site}", host: true, path: "/", async setup(page) {
    await openPanel(page);
    await panelAlive(page);
  } },
  { name: "panel-conversacion", route: "/w/{site}", host: true, path: "/", async setup(page, world) {
    const frame = await openPanel(page);
    await panelAlive(page);
    await answered(page, world, frame);
  } },
  { name: "panel-marco", route: "/w/{site}", host: true, path: "/iframe", setup: panelAlive },
  { name: "panel-desconocido", route: "/w/{site}", path: "/w/no-existe", allow: ANSWERED("40[34]") },

  { name: "consola-entrada", route: "/consola", path: "/consola", program: true },
  { name: "consola-clave-equivocada", route: "/consola", path: "/consola", program: true, setup: wrongPassword,
    allow: ANSWERED("4\\d\\d") },
  { name: "consola-cola", route: "/consola", path: "/consola", as: ANA, program: true },
  { name: "consola-en-espera", route: "/consola", path: "/consola", as: LUIS, program: true, setup: openWaiting },
  { name: "consola-conversacion", route: "/consola", path: "/consola", as: ANA, program: true, setup: openMine },
  { name: "consola-pasar", route: "/consola", path: "/consola", as: ANA, program: true,
    setup: (page, world) => panelOf(page, world, "Pasar a otra área") },
  { name: "consola-pasar-falta", route: "/consola", path: "/consola", as: ANA, program: true,
    async setup(page, world) {
      await panelOf(page, world, "Pasar a otra área");
      await button(page, "Pasar conversación").click();
    } },
  { name: "consola-cerrar", route: "/consola", path: "/consola", as: ANA, program: true,
    setup: (page, world) => panelOf(page, world, "Cerrar conversación") },
  { name: "consola-lineas", route: "/consola", path: "/consola", as: ANA, program: true, world: "lines",
    setup: (page) => page.locator(".p-queue__stopped .p-banner").waitFor() },
  { name: "consola-ventana-por-cerrar", route: "/consola", path: "/consola", as: ANA, program: true, world: "lines",
    async setup(page) {
      await openLine(page, "¿Ya está lista mi constancia?");
      await page.locator(".p-toolbar__line .p-window--soon").waitFor();
    } },
  { name: "consola-ventana-cerrada", route: "/consola", path: "/consola", as: ANA, program: true, world: "lines",
    async setup(page) {
      await openLine(page, "pagar mi hipoteca");
      await page.locator(".p-composer--shut").waitFor();
    } },
  { name: "consola-entregas", route: "/consola", path: "/consola", as: ANA, program: true, world: "lines",
    async setup(page, world) {
      await hang(world);
      await openLine(page, "Puede ser a las 10:00");
      await page.getByText("En cola", { exact: false }).last().waitFor();
    } },
  { name: "consola-linea-detenida", route: "/consola", path: "/consola", as: ANA, program: true, world: "lines",
    setup: (page) => openLine(page, "Enseguida le digo") },
  { name: "consola-derechohabiente", route: "/consola", path: "/consola", as: ANA, program: true, setup: openMember },
  { name: "consola-sesion-por-terminar", route: "/consola", path: "/consola", as: ANA, program: true, setup: nearlyOver },
  { name: "consola-vacia", route: "/consola", path: "/consola", as: ANA, program: true, world: "quiet" },
  { name: "consola-teclas", route: "/consola", path: "/consola", as: ANA, program: true,
    async setup(page) {
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
    } },
  { name: "consola-menu", route: "/consola", path: "/consola", as: ANA, program: true,
    setup: (page) => page.locator(".p-menu > summary").click() },
  { name: "consola-sin-conexion", route: "/consola", path: "/consola", as: ANA, program: true, allow: OFFLINE,
    async setup(page) {
      await page.context().setOffline(true);
      await page.getByText("Sin conexión en vivo").waitFor({ timeout: 40_000 });
    } },
  { name: "consola-sin-programa", route: "/consola", path: "/consola", as: ANA, program: "missing" },
  { name: "clave", route: "/consola/clave", path: "/consola/clave", as: ANA, program: true },
  { name: "clave-falta", route: "/consola/clave", path: "/consola/clave", as: LUIS, program: true,
    allow: ANSWERED("4\\d\\d"), async setup(page) {
      const fields = page.locator("input[type=password]");
      await fields.nth(0).fill(LUIS.password);
      await fields.nth(1).fill("corta");
      await fields.nth(2).fill("otra");
      await button(page, "Guardar contraseña").click();
      await page.locator(".p-field__error, [role=alert]").filter({ hasText: /\S/ }).first().waitFor();
    } },
  { name: "primera-clave", route: "/consola/primera-clave", path: "/consola/primera-clave", program: true },

  { name: "entrar", route: "/entrar", path: "/entrar" },
  { name: "entrar-curp-falta", route: "/entrar", path: "/entrar", allow: ANSWERED("4\\d\\d"),
    setup: (page) => enterAs(page, { curp: "GOMC800101", password: "una frase que no es" }) },
  { name: "entrar-equivocada", route: "/entrar", path: "/entrar", allow: ANSWERED("4\\d\\d"),
    setup: async (page, { server }) => enterAs(page, { ...first(await members(server)), password: "una frase que no es" }) },
  { name: "entrar-primera-clave", route: "/entrar/primera-clave", path: "/entrar/primera-clave" },
  { name: "entrar-primera-clave-falta", route: "/entrar/primera-clave", path: "/entrar/primera-clave",
    allow: ANSWERED("4\\d\\d"), async setup(page) {
      await page.locator("#codigo").fill("no-es-un-codigo");
      for (const field of ["#clave", "#repetida"]) await page.locator(field).fill("corta");
      await button(page, "Guardar contraseña").click();
      await page.getByRole("alert").waitFor();
    } },
  { name: "cuenta", route: "/mi-cuenta", path: "/entrar", setup: account(first) },
  { name: "cuenta-ultima", route: "/mi-cuenta", path: "/entrar", setup: account((all) => all.at(-1)) },
  { name: "cuenta-sesiones", route: "/mi-cuenta", path: "/entrar", setup: twoSessions },
  { name: "cuenta-chat", route: "/chat", path: "/entrar", async setup(page, world) {
    await account(first)(page, world);
    await page.getByRole("link", { name: "Tengo una duda de este préstamo" }).first().click();
    await wasmStarted(page);
    await page.getByText("Conversa como").waitFor();
  } },
  { name: "chat-continuar", route: "/chat/continuar", path: "/chat", program: true, async setup(page) {
    await write(page, "Quiero seguir en una página.");
    await page.goto(new URL("/chat/continuar", page.url()).href);
    await page.getByRole("link", { name: "Seguir sin entrar" }).waitFor();
  } },

  { name: "simulador", route: "simulador", path: "/", world: "lines", phones: true, async setup(page) {
    await phones(page, "Jacinto", "Línea PP");
    await page.locator(".s-bubble--mine").first().waitFor();
  } },
  { name: "simulador-vacio", route: "simulador", path: "/", world: "lines", phones: true, async setup(page) {
    await phones(page, "Teresa", "Línea SEG/PEN 3");
    await button(page, "Enviar reacción").click();
    await page.getByRole("status").filter({ hasText: "no hay a qué reaccionar" }).waitFor();
  }, allow: ANSWERED(409) },

  { name: "privacidad", route: "/privacidad", path: "/privacidad" },
  { name: "accesibilidad", route: "/accesibilidad", path: "/accesibilidad" },
  { name: "integrar", route: "/integrar", path: "/integrar" },
  { name: "integrar-sitio-desconocido", route: "/integrar", path: "/integrar?sitio=otro&espacio=abc" },
  { name: "error-404", route: "404", path: "/no-existe", allow: ANSWERED(404) },
  { name: "error-405", route: "405", path: "/consola/entrar", allow: ANSWERED(405) },
];

// --- worlds -------------------------------------------------------------------------------------

export async function startWorlds() {
  const [open, closed, quiet] = [await startPair(), await startPair({ at: CLOSED }), await startPair()];
  // Started by the first state that wants it: what its operator holds goes back to the queue after two minutes.
  let lines;
  await clearQueue(quiet.server);
  // Somebody who waits with a long, odd message: queues are made for those too.
  await newCitizen(open.server).send("Quisiera saber, ".repeat(12), { topic: "pgh" });
  const stop = async () => { for (const world of [open, closed, quiet, await lines]) await world?.stop(); };
  return { open: () => open, closed: () => closed, quiet: () => quiet, lines: () => (lines ??= startLines()), stop };
}

export async function show(state, context, worlds) {
  const world = await worlds[state.world ?? "open"]();
  const page = await context.newPage();
  if (state.as) await signedIn(context, world.server, state.as);
  // As where scripts are blocked: the page is what the server made of it.
  if (state.program === "missing") await context.route(/\.js$/, (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
  await page.goto((state.host ? world.host : state.phones ? world.simulator : world.server).origin + state.path);
  if (state.program === true) await wasmStarted(page);
  await state.setup?.(page, world);
  return page;
}

/** Puts an operator's session into a context, as if they had just signed in. */
export async function signedIn(context, server, account) {
  const { cookie } = await signIn(server, account);
  await putCookie(context, server.origin, cookie, "Strict");
}

/** Waits until the frame of the panel is there and its program runs; returns it. */
export async function panelAlive(page) {
  const element = await page.waitForSelector("iframe", { state: "attached" });
  const frame = await element.contentFrame();
  await frame.waitForSelector("#mensaje");
  await wasmStarted(frame);
  return frame;
}

// --- routes -------------------------------------------------------------------------------------

const HTTP = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../server/src/http");
/** GET routes that answer programs and files, not pages. */
const NO_PAGES = new Set(["/w/{site}/estado", "/webhooks/whatsapp", "/calculadora.csv"]);

export function pageRoutes() {
  const files = readdirSync(HTTP, { recursive: true }).filter((file) => path.basename(file) === "mod.rs");
  const texts = files.map((file) => readFileSync(path.join(HTTP, file), "utf8"));
  const found = texts.flatMap((text) => [...text.matchAll(/\.route\(\s*"([^"]+)",\s*get\(/g)].map(([, route]) => route));
  return found.filter((route) => !route.startsWith("/api/") && !NO_PAGES.has(route));
}
