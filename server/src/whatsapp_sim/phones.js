// The simulator's page: looks once a second, and says what the person at the phone does.
"use strict";

const WORDS = { sent: "enviado", delivered: "entregado", read: "leído por el área" };
const THREE = ["Buenas tardes.", "Perdón que insista.", "¿Me pueden orientar, por favor?"];
const HOUR = 3600;
const WIDE = matchMedia("(min-width: 1040px)");

const by = (id) => document.getElementById(id);
/** Replaced when another chat is chosen: an answer knows by it which chat it was asked for. */
let chosen = { person: "rosa", line: undefined };
let last = { state: "", messages: "" };

// --- talking to the simulator -------------------------------------------------------------------

async function ask(path, body) {
  const options = body && { method: "POST", keepalive: true, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const answer = await fetch(path, options);
  const json = (answer.headers.get("content-type") ?? "").includes("json") ? await answer.json() : {};
  if (!answer.ok) throw new Error(json.error ?? "El simulador no pudo hacerlo.");
  return json;
}

const phone = (action, body) => ask(`/phones/${chosen.person}/${action}`, body);
const say = (text) => { by("aviso").textContent = text; };

/** Does something and looks at once; what goes wrong is told in the simulator's own words. */
async function attempt(done, action) {
  try {
    await action();
    say(done);
  } catch (error) {
    say(error.name === "TypeError" ? "El simulador no responde. ¿Sigue en marcha?" : error.message);
    return false;
  }
  await look().catch(() => {}); // the next look, a second later, tells what is wrong
  return true;
}

// --- drawing ------------------------------------------------------------------------------------

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function choice(group, value, title, detail, count) {
  const input = make("input");
  Object.assign(input, { type: "radio", name: group, value, checked: chosen[group] === value });
  input.addEventListener("change", () => choose({ [group]: value }));
  const label = make("label", "s-choice", input, make("span", "", title, make("small", "", detail)));
  if (count) label.append(make("span", "s-badge", String(count), make("span", "s-hidden", " sin leer")));
  return label;
}

const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);

/** Keeps the keyboard where it was: the lists are made anew when a count changes. */
function fill(place, nodes) {
  const held = place.contains(document.activeElement) && document.activeElement.value;
  place.replaceChildren(...nodes);
  if (held) place.querySelector(`[value="${held}"]`)?.focus();
}

function drawState(state) {
  const person = state.people.find(({ id }) => id === chosen.person);
  const line = state.lines.find(({ key }) => key === chosen.line);
  fill(by("personas"), state.people.map((one) => choice("person", one.id, one.name, one.address, sum(one.unread))));
  fill(by("lineas"), state.lines.map((one) => choice("line", one.key, one.topic, `Línea ${one.name}`, person.unread[one.key])));
  by("elegido").textContent = `${person.name} · ${line.topic}`;
  by("chat-titulo").textContent = line.topic;
  by("chat-persona").textContent = `Línea ${line.name}, ${line.number}. Teléfono de ${person.name}`;
  by("conexion").checked = person.online;
  by("lee").checked = person.reads;
  by("siguiente").value = state.behaviour.next_send ?? "ok";
  by("orden").value = state.behaviour.statuses;
  drawLink(state);
  const way = person.on_the_way[chosen.line] ?? 0;
  by("camino").hidden = way === 0;
  by("camino").textContent = way === 1 ? "1 mensaje del área en camino" : `${way} mensajes del área en camino`;
}

function drawLink({ verified, link, clock, webhooks }) {
  by("enlace").textContent = link;
  by("enlace").toggleAttribute("data-well", verified);
  by("reloj").textContent = clock ?? "sin datos todavía";
  const { pending, trouble } = webhooks;
  by("entregas").textContent = pending === 0 ? "" :
    `${pending === 1 ? "1 aviso espera" : `${pending} avisos esperan`} a que Puente lo reciba${trouble ? `: ${trouble}; se repite` : ""}.`;
}

const SVG = "http://www.w3.org/2000/svg";

function ticks() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 12");
  svg.setAttribute("class", "s-ticks");
  svg.setAttribute("aria-hidden", "true");
  for (const [name, path] of [["s-ticks__first", "M1.5 6.5 5 10 12 2"], ["s-ticks__second", "M9.5 9 10.5 10 18 2"]]) {
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("class", name);
    line.setAttribute("d", path);
    svg.append(line);
  }
  return svg;
}

function bubble(message) {
  const meta = make("p", "s-bubble__meta", make("span", "", message.time));
  if (message.mine) meta.append(make("span", "s-bubble__word"), ticks());
  const author = make("span", "s-hidden", message.mine ? "Usted: " : "El área: ");
  const node = make("li", message.mine ? "s-bubble s-bubble--mine" : "s-bubble", make("p", "s-bubble__text", author, message.text), meta);
  node.dataset.id = message.id;
  return node;
}

/** Bubbles are added and their state changed in place, so that a reader hears only what is new. */
function drawMessages(messages) {
  const list = by("mensajes");
  by("vacio").hidden = messages.length > 0;
  const known = new Map([...list.children].map((node) => [node.dataset.id, node]));
  const isNew = messages.some(({ id }) => !known.has(id));
  for (const [index, message] of messages.entries()) {
    const node = known.get(message.id) ?? bubble(message);
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
    if (node.dataset.state === message.state) continue;
    node.dataset.state = message.state;
    const word = node.querySelector(".s-bubble__word");
    if (word) word.textContent = ` · ${WORDS[message.state] ?? message.state}`;
  }
  while (list.children.length > messages.length) list.lastElementChild.remove();
  if (isNew) by("registro").scrollTop = by("registro").scrollHeight;
}

// --- looking ------------------------------------------------------------------------------------

async function look() {
  const asked = chosen;
  const { now, ...state } = await ask("/state");
  if (asked !== chosen) return;
  asked.line ??= (state.lines.find(({ key }) => key === "pp") ?? state.lines[0]).key;
  if (changed("state", state)) drawState(state);
  const { messages } = await phone(`messages?line=${encodeURIComponent(chosen.line)}`);
  // Another chat was chosen meanwhile: this answer is about the one before.
  if (asked === chosen && changed("messages", messages)) drawMessages(messages);
}

function changed(what, value) {
  const text = JSON.stringify([chosen, value]);
  const is = text !== last[what];
  last[what] = text;
  return is;
}

async function looking() {
  const line = document.visibilityState === "visible" ? chosen.line : "";
  if (line !== undefined) await phone("settings", { looking: line });
}

async function choose(choice) {
  if (choice.person && chosen.line) await phone("settings", { looking: "" });
  chosen = { ...chosen, ...choice };
  by("mensajes").replaceChildren();
  await attempt("", looking);
}

// --- what can be pressed ------------------------------------------------------------------------

const SENDS = {
  image: () => [{ kind: "image", caption: "Mi talón de pago" }, "Foto enviada."],
  location: () => [{ kind: "location" }, "Ubicación enviada."],
  sticker: () => [{ kind: "sticker" }, "Sticker enviado."],
  reaction: () => [{ kind: "reaction", emoji: "\u{1F44D}" }, "Reacción enviada al último mensaje del área."],
  texts: () => [{ kind: "texts", texts: THREE }, "Tres mensajes enviados en un solo aviso."],
  late: () => [{ kind: "text", text: "Este mensaje salió hace una hora.", seconds_ago: HOUR }, "Mensaje atrasado enviado."],
};

for (const button of document.querySelectorAll("[data-send]")) {
  button.addEventListener("click", () => {
    const [what, done] = SENDS[button.dataset.send]();
    attempt(done, () => phone("send", { line: chosen.line, ...what }));
  });
}
by("duplicado").addEventListener("click", () =>
  attempt("El último aviso se envió otra vez, igual byte por byte.", () => phone("duplicate", {})));
by("conexion").addEventListener("change", ({ target }) =>
  attempt(target.checked ? "El teléfono tiene conexión." : "El teléfono quedó sin conexión.", () => phone("settings", { online: target.checked })));
by("lee").addEventListener("change", ({ target }) =>
  attempt(target.checked ? "El teléfono lee lo que llega." : "El teléfono recibe sin leer.", () => phone("settings", { reads: target.checked })));
by("siguiente").addEventListener("change", ({ target }) =>
  attempt("Así será el próximo envío de Puente.", () => ask("/behaviour", { next_send: target.value })));
by("orden").addEventListener("change", ({ target }) =>
  attempt("Orden de los avisos cambiado.", () => ask("/behaviour", { statuses: target.value })));

by("escribir").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = by("mensaje").value;
  if (await attempt("", () => phone("send", { line: chosen.line, kind: "text", text }))) by("mensaje").value = "";
  by("mensaje").focus();
});
by("mensaje").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !matchMedia("(pointer: fine)").matches) return;
  event.preventDefault();
  by("escribir").requestSubmit();
});

document.addEventListener("visibilitychange", () => looking().catch(() => {}));
const unfold = () => { by("elegir").open = WIDE.matches; };
WIDE.addEventListener("change", unfold);
unfold();

async function run() {
  try {
    await look();
  } catch {
    by("enlace").textContent = "El simulador no responde. ¿Sigue en marcha?";
    by("enlace").removeAttribute("data-well");
    last = { state: "", messages: "" };
  }
  setTimeout(run, 1000);
}
look().then(looking).catch(() => {}).finally(run);
