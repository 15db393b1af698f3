// A page of somebody else that carries the chat: http://localhost:PORT, another site than 127.0.0.1.
//
//   const host = await startHost({ puente: server.origin, port: server.sitePort, site = "demo" });
//   host.origin                       "http://localhost:PORT"
//   host.set("/mia", { body, attributes, csp, before, html, headers, status })   one more page
//   await host.close()
// or both at once:
//   const { server, host, stop } = await startPair({ at: CLOSED });
//
// Pages that are there from the start:
//   /            the snippet with its <noscript> link, on a plain page with a heading, text and a link to /otra
//   /otra        a second page of the same host, with the snippet: the badge lives across pages
//   /tema        data-topic="pp"
//   /csp         the strictest host: script-src and frame-src of ours, nothing inline
//   /trusted     the same, and require-trusted-types-for 'script'
//   /iframe      the plain <iframe> form as /integrar gives it, no script at all
//   /campos      a form of 40 fields down to the lower right corner, where the launcher is
//   /pie         a sticky footer of 64 px and data-offset="64"
//   /largo       4,000 px tall, scroll-behavior: smooth, html { overflow-y: scroll }
//   /doble       the snippet twice
//   /modulo      embed.js loaded by a module script that is injected later
//   /spa         a host that uses history state of its own
//   /hostil      a host with brutal CSS (* { all: revert; font-size: 40px !important } and div { display: none })
//   /desconocido a site key that does not exist
// An option `before` of `set` is markup put in front of the snippet; `html` replaces the whole document.
import { createServer } from "node:http";
import { freePort } from "./process.mjs";
import { startServer } from "./server.mjs";

export async function startPair({ site = "demo", ...options } = {}) {
  const server = await startServer(options);
  const host = await startHost({ puente: server.origin, port: server.sitePort, site });
  const stop = async () => {
    await host.close();
    return server.stop();
  };
  return { server, host, stop };
}

export async function startHost({ puente, port, site = "demo" }) {
  const host = new Host(puente, port ?? await freePort(), site);
  await host.listen();
  return host;
}

class Host {
  #pages = new Map(); #servers = [];

  constructor(puente, port, site) {
    this.puente = puente;
    this.port = port;
    this.site = site;
    this.origin = `http://localhost:${port}`;
    this.requests = [];
    for (const [path, page] of Object.entries(variants(puente, site))) this.set(path, page);
  }

  set(path, page = {}) {
    this.#pages.set(path, page);
    return this.origin + path;
  }

  /** On both addresses of `localhost`; a machine without IPv6 does with one. */
  async listen() {
    for (const address of ["127.0.0.1", "::1"]) {
      const server = createServer((request, response) => this.#answer(request, response));
      const listening = new Promise((resolve, reject) => server.once("error", reject).listen(this.port, address, resolve));
      await (address === "::1" ? listening.catch(() => {}) : listening);
      this.#servers.push(server);
    }
  }

  #answer(request, response) {
    const { pathname } = new URL(request.url, this.origin);
    this.requests.push(pathname);
    const page = this.#pages.get(pathname);
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    if (!page) return response.writeHead(404, { "content-type": "text/plain" }).end("no existe");
    const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store", ...page.headers };
    if (page.csp) headers["content-security-policy"] = page.csp;
    response.writeHead(page.status ?? 200, headers).end(page.html ?? this.#document(page));
  }

  #document({ title = "Municipio de prueba", head = "", before = "", body = TEXT, attributes = "", snippet }) {
    return `<!doctype html><html lang="es-MX"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>${head}</head>
<body><main><h1>${title}</h1>${body}</main>${before}${snippet ?? this.snippet(attributes)}</body></html>`;
  }

  /** What the webmaster's page says to paste. */
  snippet(attributes = "", site = this.site) {
    return `<script src="${this.puente}/embed.js" data-site="${site}" ${attributes} defer></script>
<noscript><a href="${this.puente}/w/${site}">Abrir el chat</a></noscript>`;
  }

  async close() {
    await Promise.all(this.#servers.filter((server) => server.listening).map((server) => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    }));
  }
}

const TEXT = "<p>Texto del municipio.</p><p><a href=\"/otra\">Otra página</a></p><p><label>Nombre <input id=\"nombre\"></label></p>";

function variants(puente, site) {
  const csp = `default-src 'self'; script-src 'self' ${puente}; frame-src ${puente}; connect-src ${puente}`;
  const frame = `<iframe src="${puente}/w/${site}" title="Chat" width="384" height="640" style="border:0;max-width:100%"></iframe>`;
  const module = `<script>const s = document.createElement("script"); s.type = "module"; s.dataset.site = "${site}";
s.src = "${puente}/embed.js"; setTimeout(() => document.body.append(s), 50);</script>`;
  const twice = `<script src="${puente}/embed.js" data-site="${site}" defer></script>`.repeat(2);
  return {
    "/": {},
    "/otra": { title: "Otra página", body: "<p><a href=\"/\">Inicio</a></p>" },
    "/tema": { attributes: "data-topic=\"pp\"" },
    "/csp": { csp },
    "/trusted": { csp: `${csp}; require-trusted-types-for 'script'` },
    "/iframe": { body: TEXT + frame, snippet: "" },
    "/campos": { body: fields() },
    "/pie": { body: tall(1200), before: FOOTER, attributes: "data-offset=\"64\"" },
    "/largo": { head: "<style>html{scroll-behavior:smooth;overflow-y:scroll}</style>", body: tall(4000) },
    "/doble": { snippet: twice },
    "/modulo": { snippet: module },
    "/spa": { before: "<script>history.replaceState({ mia: 7 }, \"\")</script>" },
    "/hostil": { head: "<style>*{font-size:40px!important;color:red!important}div,dialog,iframe,button{display:none!important}</style>" },
    "/desconocido": { snippet: `<script src="${puente}/embed.js" data-site="no-existe" defer></script>` },
  };
}

function fields() {
  const each = (index) => `<p style="text-align:right"><label>Campo ${index} <input id="campo-${index}"></label></p>`;
  return `<form>${Array.from({ length: 40 }, (_, index) => each(index)).join("")}</form>`;
}

function tall(pixels) {
  return `${TEXT}<div style="height:${pixels}px"></div><p id="final">Fin de la página.</p>`;
}

const FOOTER = "<footer style=\"position:fixed;bottom:0;left:0;right:0;height:64px;background:#eee\">Aviso de cookies</footer>";
