// What a citizen and an operator do in a browser, wherever the chat stands. `chat` is a page (/chat), a frame
// or a frame locator.
//
//   const chat = await openChat(page)              the launcher of a host page -> the panel's frame, alive
//   await choose(chat, "Pagos atrasados")          a topic
//   await say(chat, "texto", { topic })            chooses a topic when there is one to choose, writes, sends
//   await bubbles(chat)                            [{ author, text }] as shown
//   await heard(chat, "texto"), await sent(chat, "texto")      waits until it is seen; until it is stored
//   const desk = await enterConsole(context, server, ANA)      signs in by the form; a page
//   await openLine(desk, "texto")                  opens the queue's line that begins so
//   await answer(desk, "texto")                    writes into the open conversation
//   const id = await conversationOf(server, "texto")           by the text of one of its messages
//   forbidDialogs(page)                            a script that ran would have asked
//   const eva = await addOperator(server, { username: "eva", name: "Eva", desks: ["pp"] })   by `server staff add`
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { wasmStarted } from "./browser.mjs";
import { until } from "./process.mjs";
import { BINARY } from "./server.mjs";

export const LABEL = "Chat de ayuda";

export const launcherOf = (page) => page.locator("[data-puente] .launcher");
export const panelOf = (page) => page.locator("[data-puente] dialog");
export const composerOf = (chat) => chat.locator("[data-composer]");
export const buttonOf = (place, name) => place.getByRole("button", { name, exact: true });
export const bubbleOf = (chat, text) => chat.locator(".p-bubble").filter({ hasText: text });

/** The radio button itself is not seen: people click its label. */
export const topicOf = (chat, name) => chat.locator("label.p-topics__item").filter({ hasText: name });
export async function choose(chat, name) {
  await topicOf(chat, name).click();
  assert.equal(await chat.getByRole("radio", { name }).isChecked(), true, name);
}

export async function openChat(page) {
  await launcherOf(page).click();
  return frameAlive(page);
}

/** The frame of the panel (or of a plain iframe) once its program runs. */
export async function frameAlive(page) {
  const element = await page.waitForSelector("iframe", { state: "attached" });
  const frame = await element.contentFrame();
  await frame.waitForSelector("[data-composer]", { state: "attached" });
  // Asked from here: the frame of a closed panel has no animation frames, on which Playwright waits.
  await until("el programa del marco", () => frame.evaluate(() => globalThis.__puenteAlive === true), 20_000);
  return frame;
}

export async function say(chat, text, { topic = "Préstamos personales" } = {}) {
  if (await topicOf(chat, topic).isVisible()) await choose(chat, topic);
  await composerOf(chat).fill(text);
  await buttonOf(chat, "Enviar mensaje").click();
  await heard(chat, text);
}

export const heard = (chat, text) => bubbleOf(chat, text).first().waitFor();

export async function sent(chat, text) {
  await bubbleOf(chat, text).locator(".p-bubble__state--sent").waitFor();
}

export async function bubbles(chat) {
  return chat.locator(".p-bubble").evaluateAll((nodes) => nodes.map((node) => ({
    author: node.dataset.author, text: node.querySelector(".p-bubble__text").textContent,
  })));
}

export async function enterConsole(context, server, { username, password }) {
  const page = await context.newPage();
  await page.goto(`${server.origin}/consola`);
  await page.getByLabel("Usuario").fill(username);
  await page.locator("#clave").fill(password);
  await buttonOf(page, "Entrar").click();
  await page.locator("#cola-espera").waitFor();
  await wasmStarted(page);
  return page;
}

export const lineOf = (desk, text) => desk.locator(".p-queue__item").filter({ hasText: text });

export async function openLine(desk, text) {
  await lineOf(desk, text).click();
  await desk.locator("#mensajes").getByText(text, { exact: true }).first().waitFor();
}

export async function answer(desk, text) {
  await desk.getByLabel("Su respuesta").fill(text);
  await buttonOf(desk, "Enviar").click();
  await desk.locator("#mensajes .p-bubble[data-seq]").filter({ hasText: text }).waitFor();
}

export async function conversationOf(server, text) {
  const rows = await until(`un mensaje guardado: ${text.slice(0, 40)}`, async () => {
    const found = await server.query("select conversation_id as id from message where text = ?", [text]);
    return found.length > 0 && found;
  });
  assert.equal(new Set(rows.map(({ id }) => id)).size, 1, `en una sola conversación: ${text.slice(0, 40)}`);
  return rows[0].id;
}

/** Every message of a conversation as it is stored. */
export const stored = (server, id) =>
  server.query("select seq, author, text, client_id from message where conversation_id = ? order by seq", [id]);

export function forbidDialogs(page) {
  const seen = [];
  page.on("dialog", (dialog) => {
    seen.push(dialog.message());
    dialog.dismiss();
  });
  return () => assert.deepEqual(seen, [], "ningún mensaje es un programa");
}

/** As systems staff do it: the command prints a one-use code, the person sets a password with it. */
export async function addOperator(server, { username, name, desks }) {
  const words = ["staff", "add", username, "--name", name, ...desks.flatMap((desk) => ["--desk", desk]), "--code"];
  const database = `sqlite://${server.dir}/demo.db`;
  const env = { ...process.env, PUENTE__DATABASE__URL: database, PUENTE__SECRETS__KEY: "k".repeat(64) };
  const { stdout } = await promisify(execFile)(BINARY, words, { cwd: server.dir, env });
  const [, code] = /30 minutes: (\S+)/.exec(stdout) ?? [];
  assert.ok(code, `\`staff add\` no dio un código: ${stdout}`);
  const password = "cantera rosa y talavera";
  const answer = await fetch(`${server.origin}/consola/primera-clave`, {
    method: "POST", headers: { origin: server.origin }, body: new URLSearchParams({ code, password, repeat: password }),
  });
  assert.equal(answer.status, 200, await answer.text());
  return { username, password };
}
