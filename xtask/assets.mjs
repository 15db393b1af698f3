// Turns Trunk's output, style/ and public/ into dist/assets (hashed names, .br and .gz beside each)
// and dist/manifest.json, which is all the server reads.
//
// A script and not Rust: node is needed for esbuild anyway and brings brotli, gzip and SHA-256 with
// it, where the crates would cost every `cargo xtask` on a fresh machine half a minute of compiling.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import zlib from "node:zlib";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const esbuild = createRequire(path.join(root, "end2end/package.json"))("esbuild");
const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

const OUT = "dist/assets";
const BUNDLES = ["site", "widget", "console"];
// All of these have what the interface cannot do without (cascade layers, WebAssembly's reference
// types); esbuild lowers what is newer, such as nested rules.
const MODULES = "es2022";
const STYLES = ["chrome111", "firefox115", "safari16.4"];
// embed.js runs on pages that are not ours, beside whatever they still support.
const EMBED = "es2019";
const COPIED = new Set([".svg", ".png", ".ico", ".webmanifest", ".woff2", ".txt"]);
// PNG, ICO and WOFF2 are compressed already.
const COMPRESSED = new Set([".js", ".wasm", ".css", ".svg", ".webmanifest", ".txt"]);
// What a browser downloads carries no function names and no build paths.
const BANNED_SECTIONS = ["name", "producers", ".debug_info", ".debug_line", ".debug_str"];

// esbuild prints its own message with the place in the file; the exception after it would repeat it.
const quiet = { logLevel: "warning" };

const manifest = { files: {}, integrity: {} };
const written = new Set();

/** Copied first: a style may name any of them and must carry the hashed name. */
async function copyPublic() {
  for (const file of await filesBelow("public")) {
    if (COPIED.has(path.extname(file))) await emit(path.relative("public", file), await readFile(file));
  }
}

/** Glue and boot file become one module; the WASM is taken as wasm-opt left it. */
async function finishBundle(bundle) {
  const glue = path.resolve("dist/trunk", bundle, `${bundle}.js`);
  const boot = bootFile(bundle);
  const script = await bundled(boot, { alias: { "puente-glue": glue }, format: "esm", target: MODULES });
  await emit(`${bundle}.js`, script);
  const wasm = await readFile(path.resolve("dist/trunk", bundle, `${bundle}_bg.wasm`));
  assertStripped(bundle, wasm);
  await emit(`${bundle}.wasm`, wasm);
}

function bootFile(bundle) {
  const own = "public/chat-boot.js";
  return bundle === "widget" && existsSync(own) ? own : "public/boot.js";
}

function assertStripped(bundle, wasm) {
  const module = new WebAssembly.Module(wasm);
  const left = BANNED_SECTIONS.filter((name) => WebAssembly.Module.customSections(module, name).length > 0);
  if (left.length > 0) throw new Error(`${bundle}.wasm still carries: ${left.join(", ")}`);
}

async function finishStyle(bundle) {
  const entry = `style/${bundle}.css`;
  if (!existsSync(entry)) return;
  await emit(`${bundle}.css`, await bundled(entry, { target: STYLES, plugins: [hashedUrls] }));
}

/**
 * url(...) in a style names a file of public/; the page must ask for its hashed name, from the root
 * because the panel's style is inlined, where a relative address would be the page's.
 */
const hashedUrls = {
  name: "hashed-urls",
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ kind, path: url, resolveDir }) => {
      if (kind !== "url-token" || /^(data:|#)/.test(url)) return undefined;
      const file = url.startsWith("/") ? url.slice(1) : path.relative(root, path.resolve(resolveDir, url));
      const name = manifest.files[file.replace(/^(public|assets)\//, "")];
      if (!name) return { errors: [{ text: `public/ has no file for url(${url})` }] };
      return { path: `/assets/${name}`, external: true };
    });
  },
};

async function finishEmbed() {
  const entry = "public/embed.js";
  if (!existsSync(entry)) return;
  const source = await readFile(entry, "utf8");
  const { code } = await esbuild.transform(source, { ...quiet, minify: true, target: EMBED, charset: "utf8" });
  const content = Buffer.from(code);
  await emit("embed.js", content);
  manifest.integrity["embed.js"] = `sha384-${createHash("sha384").update(content).digest("base64")}`;
}

async function bundled(entry, options) {
  const shared = { bundle: true, minify: true, write: false, charset: "utf8", legalComments: "none" };
  const result = await esbuild.build({ entryPoints: [entry], ...shared, ...quiet, ...options });
  return Buffer.from(result.outputFiles[0].contents);
}

/** The hash is of the content, so a name already there needs no second compression. */
async function emit(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 16);
  const { dir, name: stem, ext } = path.parse(name);
  const file = `${[...dir.split("/"), stem].filter(Boolean).join("-")}-${hash}${ext}`;
  manifest.files[name] = file;
  await keep(file, () => content);
  if (!COMPRESSED.has(ext)) return;
  await keep(`${file}.br`, () => brotli(content, { params: brotliParams(content) }));
  await keep(`${file}.gz`, () => gzip(content, { level: 9 }));
}

/** Renamed into place: a build that was interrupted leaves no half file under a final name. */
async function keep(file, make) {
  written.add(file);
  const target = path.join(OUT, file);
  if (existsSync(target)) return;
  await writeFile(`${target}.part`, await make());
  await rename(`${target}.part`, target);
}

function brotliParams(content) {
  return {
    [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
    [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
}

async function removeOld() {
  for (const file of await readdir(OUT)) {
    if (!written.has(file)) await rm(path.join(OUT, file), { recursive: true });
  }
}

async function writeManifest() {
  const sorted = Object.fromEntries(Object.entries(manifest.files).sort());
  const text = JSON.stringify({ files: sorted, integrity: manifest.integrity }, null, 2);
  await writeFile("dist/manifest.json.part", `${text}\n`);
  await rename("dist/manifest.json.part", "dist/manifest.json");
}

async function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => path.join(entry.parentPath ?? entry.path, entry.name)).sort();
}

await mkdir(OUT, { recursive: true });
await copyPublic();
for (const bundle of BUNDLES) await finishBundle(bundle);
for (const bundle of BUNDLES) await finishStyle(bundle);
await finishEmbed();
await removeOld();
await writeManifest();
