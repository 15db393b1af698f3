// The pages that carry the widgets: the demo municipality's, three times the same but for the chat.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const DEMO = new URL("../../server/src/demo_site/", import.meta.url);
const TYPES = { html: "text/html; charset=utf-8", css: "text/css; charset=utf-8", js: "text/javascript; charset=utf-8" };

// deep-chat as a careful webmaster would carry it: nothing of it before somebody asks for it.
const DEEP_CHAT = `<button id="abrir-deep-chat">Chat</button><script src="/abrir.js" defer></script>`;
const OPENER = `document.querySelector("#abrir-deep-chat").addEventListener("click", () => {
  const script = document.createElement("script");
  script.type = "module";
  script.src = "/deep-chat.js";
  document.head.append(script);
  const chat = document.createElement("deep-chat");
  chat.setAttribute("demo", "true");
  chat.className = "panel-deep-chat";
  document.body.append(chat);
}, { once: true });`;
const OPENER_STYLE = `
#abrir-deep-chat { position: fixed; right: 16px; bottom: 16px; width: 56px; height: 56px; padding: 0; border-radius: 50%; }
.panel-deep-chat { position: fixed; inset: 0; z-index: 1; }`;

/** Serves the pages on a free port of 127.0.0.1. */
export async function serveHosts(puente, site) {
  const files = prepare(puente, site);
  const server = createServer((request, response) => {
    const file = files.get(request.url);
    if (!file) return response.writeHead(404, { "content-length": 0 }).end();
    response.writeHead(200, {
      "content-type": file.type, "content-encoding": "br", "content-length": file.body.length,
      "cache-control": "no-store", vary: "accept-encoding",
    });
    response.end(file.body);
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return { port: server.address().port, close: () => closeServer(server) };
}

function closeServer(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}

function prepare(puente, site) {
  // Without its drawings: on a slow phone they cost more than any chat and would hide the difference.
  const page = readFileSync(new URL("index.html", DEMO), "utf8").replace(/<svg[^]*?<\/svg>/g, "");
  const style = readFileSync(new URL("estilo.css", DEMO), "utf8") + OPENER_STYLE;
  const loader = `<script src="${puente}/embed.js" data-site="${site}" defer></script>`;
  const withChat = (chat) => page.replace("{{CHAT}}", chat);
  return new Map([
    ["/sin", file("html", withChat(""))],
    ["/puente", file("html", withChat(loader))],
    ["/deep-chat", file("html", withChat(DEEP_CHAT))],
    ["/estilo.css", file("css", style)],
    ["/abrir.js", file("js", OPENER)],
    ["/deep-chat.js", file("js", readFileSync(deepChatBundle()))],
  ]);
}

function file(kind, text) {
  return { type: TYPES[kind], body: brotliCompressSync(text) };
}

function deepChatBundle() {
  const entry = createRequire(import.meta.url).resolve("deep-chat");
  return join(dirname(entry), "deepChat.bundle.js");
}
