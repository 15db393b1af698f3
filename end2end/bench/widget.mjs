// `cargo xtask bench widget`: what the widget costs its host, against the same page without it and
// with deep-chat 2.4.2 behind a plain button. Bytes, requests, shifts and ratios decide; times are
// printed with their aim, because another machine has other times.
import { launch } from "./cdp.mjs";
import { serveHosts } from "./hosts.mjs";
import { load } from "./load.mjs";
import { startPuente } from "./puente.mjs";

const ROUNDS = Number(process.env.PUENTE_BENCH_ROUNDS ?? 7);
const SITE = process.env.PUENTE_BENCH_SITE ?? "demo";
const LIMITS = { requests: 4, bytes: 30_000, inputRatio: 0.75 };
const AIMS = { launcherAfterPaintMs: 60, blockingMs: 20 };

async function main() {
  const binary = required("PUENTE_SERVER_BIN");
  const executable = required("PUENTE_CHROMIUM");
  const puente = await startPuente({ binary, dist: required("PUENTE_DIST") });
  const hosts = await serveHosts(puente.origin, SITE);
  try {
    // The registered origin is the demo page's, and the server holds that port itself: the browser is
    // told to find our pages under its name.
    const rule = `MAP localhost:${puente.sitePort} 127.0.0.1:${hosts.port}`;
    const browser = await launch(executable, [`--host-resolver-rules=${rule}`]);
    try {
      return report(await alternate(browser, puente));
    } finally {
      await browser.close();
    }
  } finally {
    await hosts.close();
    await puente.stop();
  }
}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`falta ${name}: use «cargo xtask bench widget»`);
  return value;
}

// In turns, so that whatever else the machine does falls on all three alike.
async function alternate(browser, puente) {
  const host = `http://localhost:${puente.sitePort}`;
  const pages = {
    sin: { tap: false, origin: host },
    puente: { tap: true, origin: puente.origin },
    "deep-chat": { tap: true, origin: host },
  };
  await load(browser, `${host}/sin`, pages.sin); // the browser's own first start is nobody's cost
  const runs = Object.fromEntries(Object.keys(pages).map((name) => [name, []]));
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [name, options] of Object.entries(pages)) runs[name].push(await load(browser, `${host}/${name}`, options));
    process.stderr.write(`vuelta ${round} de ${ROUNDS}\n`);
  }
  return runs;
}

function report(runs) {
  const bare = summary(runs.sin), ours = summary(runs.puente), theirs = summary(runs["deep-chat"]);
  // deep-chat is counted without the page that carries it.
  theirs.bytes -= bare.bytes;
  theirs.requests -= bare.requests;
  printTable({ "sin chat": { ...bare, bytes: 0, requests: 0 }, Puente: ours, "deep-chat 2.4.2": theirs });
  printConditions(runs);
  return judge(bare, { ...ours, ratio: ratio(runs) });
}

function summary(runs) {
  const keys = ["firstPaint", "launcher", "input", "blocking", "shift", "requests", "bytes"];
  const middle = Object.fromEntries(keys.map((key) => [key, median(runs.map((run) => run[key]))]));
  // Gates that cost nothing to keep are held by the worst run, not the middle one.
  return { ...middle, mostRequests: Math.max(...runs.map((run) => run.requests)), mostShift: Math.max(...runs.map((run) => run.shift)) };
}

// Within each round: what slows the machine for a while then slows both.
function ratio(runs) {
  return median(runs.puente.map((run, round) => run.input / runs["deep-chat"][round].input));
}

function median(values) {
  const sorted = values.filter((value) => value !== undefined).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

function printTable(rows) {
  const heads = ["", "primer dibujo", "botón visible", "se puede escribir", "bloqueo", "desplazamiento", "peticiones", "bytes"];
  const lines = Object.entries(rows).map(([name, row]) => [
    name, ms(row.firstPaint), ms(row.launcher), ms(row.input), ms(row.blocking),
    row.shift.toFixed(4), String(row.requests), row.bytes.toLocaleString("es-MX"),
  ]);
  const widths = heads.map((head, column) => Math.max(head.length, ...lines.map((line) => line[column].length)));
  for (const line of [heads, ...lines]) console.log(line.map((cell, column) => cell.padStart(widths[column])).join("  "));
}

function ms(value) {
  return value === undefined ? "-" : `${Math.round(value)} ms`;
}

function printConditions(runs) {
  const unthrottled = new Set(Object.values(runs).flat().flatMap((run) => run.unthrottled));
  console.log(`\nMedianas de ${ROUNDS} cargas en frío alternadas, CPU ×4, 1.6 Mbit/s, 150 ms; peticiones y bytes hasta poder escribir.`);
  console.log("El límite de red es de cada proceso: la página y el marco no compiten por él.");
  for (const what of unthrottled) console.log(`Sin frenar: ${what}`);
  console.log(`De Puente hasta poder escribir:\n${runs.puente[0].urls.map((url) => `  ${url}`).join("\n")}\n`);
}

/** Whether all gates hold. */
function judge(bare, ours) {
  const shift = ours.mostShift - bare.mostShift;
  const gates = [
    [ours.mostRequests <= LIMITS.requests, `peticiones ${ours.mostRequests} ≤ ${LIMITS.requests}`],
    [ours.bytes <= LIMITS.bytes, `bytes ${ours.bytes} ≤ ${LIMITS.bytes}`],
    [ours.ratio <= LIMITS.inputRatio, `poder escribir: ${ours.ratio.toFixed(2)} ≤ ${LIMITS.inputRatio} de deep-chat`],
    [shift <= 0, `la página anfitriona no se mueve (${shift.toFixed(4)})`],
  ];
  const late = ours.launcher - bare.firstPaint;
  const blocking = ours.blocking - bare.blocking;
  const aims = [
    [late <= AIMS.launcherAfterPaintMs, `botón ${Math.round(late)} ms tras el primer dibujo sin chat (meta ${AIMS.launcherAfterPaintMs})`],
    [blocking <= AIMS.blockingMs, `bloqueo causado ${Math.round(blocking)} ms (meta ${AIMS.blockingMs})`],
  ];
  for (const [held, text] of gates) console.log(`${held ? "cumple" : "FALLA "}  ${text}`);
  for (const [held, text] of aims) console.log(`${held ? "cumple" : "aviso "}  ${text}`);
  return gates.every(([held]) => held);
}

main().then(
  (held) => { process.exitCode = held ? 0 : 1; },
  (error) => {
    console.error(`No se pudo medir: ${error.message}`);
    process.exitCode = 1;
  },
);
