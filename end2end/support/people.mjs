// People without a browser: citizens and operators over the API, for what a test needs to be there already.
//
//   const citizen = newCitizen(server, { site = "demo" });
//   await citizen.send("Hola", { topic: "pp", clientId? })   -> { status, body } (body.message, body.conversation)
//   await citizen.conversation({ after? })  -> body;  await citizen.end();  citizen.token
//
//   newCitizen(server, { site: "isseg", cookie: await signInMember(server, LUZ) })     a signed-in derechohabiente
//
//   const ana = await signIn(server, ANA);      ANA and LUIS are the demo's accounts
//   await ana.queue()                           { waiting, mine, others }
//   await ana.take(id) / release / close        -> { status, body };  ana.reply(id, text), ana.pass(id, desk, note)
//   await ana.open(id)                          the conversation as an operator sees it
//   await clearQueue(server)                    Ana and Luis take and close everything
import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";

const PASSWORD = "talavera azul y cantera";
/** Desks pp and pgh. */
export const ANA = { username: "ana", password: PASSWORD };
/** Desks ref, mora and segpen. */
export const LUIS = { username: "luis", password: PASSWORD };

/** A derechohabiente of the demo. */
export const LUZ = { curp: "EEDL850312MGTJMZ00", password: "camino de piedra y jacarandas", name: "Luz Ejemplo Demostrador" };

async function call(server, path, { method = "POST", headers = {}, body } = {}) {
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const answer = await fetch(server.origin + path, {
    method, redirect: "manual", headers: { origin: server.origin, ...json, ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  const isJson = /json/.test(answer.headers.get("content-type") ?? "");
  return { status: answer.status, headers: answer.headers, body: isJson ? JSON.parse(text) : text };
}

export function newCitizen(server, { site = "demo", token = randomBytes(32).toString("hex"), cookie } = {}) {
  // Only the chat's own page carries who is signed in.
  const headers = { "x-conv": token, ...(cookie && { cookie, referer: `${server.origin}/chat` }) };
  return {
    token,
    send: (text, { topic, clientId = randomUUID(), after = 0 } = {}) =>
      call(server, "/api/v1/chat/messages", { headers, body: { site, client_id: clientId, topic, text, after } }),
    conversation: async ({ after = 0 } = {}) =>
      (await call(server, `/api/v1/chat/conversation?after=${after}`, { method: "GET", headers })).body,
    end: () => call(server, "/api/v1/chat/end", { headers }),
  };
}

/** Posts a sign-in form; the cookies it sets. */
async function enter(server, path, fields) {
  const answer = await fetch(server.origin + path, {
    method: "POST", redirect: "manual", body: new URLSearchParams(fields), headers: { origin: server.origin },
  });
  assert.equal(answer.status, 303, `no pudo entrar: ${Object.values(fields)[0]}`);
  return answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
}

export const signInMember = (server, { curp, password }) => enter(server, "/entrar", { curp, password });

export async function signIn(server, { username, password }) {
  const cookie = await enter(server, "/consola/entrar", { username, password });
  const act = (id, action, body) =>
    call(server, `/api/v1/staff/conversations/${id}/${action}`, { headers: { cookie }, body });
  const read = async (path) => (await call(server, path, { method: "GET", headers: { cookie } })).body;
  return {
    cookie,
    queue: () => read("/api/v1/staff/queue"),
    open: (id) => read(`/api/v1/staff/conversations/${id}`),
    take: (id) => act(id, "take"),
    release: (id) => act(id, "release"),
    close: (id) => act(id, "close"),
    read: (id, seq) => act(id, "read", { seq }),
    reply: (id, text, clientId = randomUUID()) => act(id, "messages", { client_id: clientId, text }),
    pass: (id, desk, note) => act(id, "pass", { desk, note }),
  };
}

export async function clearQueue(server) {
  for (const account of [ANA, LUIS]) {
    const operator = await signIn(server, account);
    const { waiting, mine } = await operator.queue();
    for (const { id } of waiting) await operator.take(id);
    for (const { id } of [...waiting, ...mine]) await operator.close(id);
  }
}
