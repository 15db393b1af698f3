// `cargo xtask bench loans`: the engine's cases in WebAssembly beside what criterion measured natively, and
// what the engine weighs. Criterion ran just before this; its samples are read from its own files.
//
// A limit is on the fastest tenth of the samples: other processes only ever add to a time, and these are
// microseconds. The median is printed beside it; far from it, the machine was busy.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { loadEngine } from "./engine.mjs";

const SAMPLES = 31;
const SAMPLE_MS = 10;
const ROW_NS = 30;
const LIMITS = {
  native: {
    level_360: 360 * ROW_NS, level_360_iva: 360 * ROW_NS,
    // The same for each row at fifty years: nothing grows with the square of the rows.
    level_1200_at_0: 1_200 * ROW_NS, level_1200: 1_200 * ROW_NS, level_1200_at_1000: 1_200 * ROW_NS,
    rate_59: 200_000, cat_59: 200_000,
  },
  wasm: { level_360: 1_000_000, level_360_iva: 1_000_000 },
  bytes: 40_000,
};

async function main() {
  const target = required("PUENTE_TARGET");
  const engine = await loadEngine(join(target, "loan-bench/engine.wasm"));
  const measured = [];
  for (const [at, { name, rows }] of engine.cases.entries()) {
    measured.push({ name, rows, native: await native(target, name), wasm: timed(engine, at) });
  }
  printTable(measured);
  const bytes = await weight(target);
  console.log(`\nMotor en WASM: ${bytes.every} bytes (br) con todo, ${bytes.none} sin él.`);
  return judge(measured, bytes.every - bytes.none);
}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`falta ${name}: use «cargo xtask bench loans»`);
  return value;
}

/** Nanoseconds for one run, as are all times here. */
async function native(target, name) {
  const file = join(target, "criterion/loans", name, "new/sample.json");
  const { iters, times } = JSON.parse(await readFile(file, "utf8"));
  return summary(times.map((time, at) => time / iters[at]));
}

/** Samples long enough for the clock. */
function timed(engine, at) {
  let times = 1;
  while (sample(engine, at, times) < SAMPLE_MS) times *= 2;
  return summary(Array.from({ length: SAMPLES }, () => (sample(engine, at, times) / times) * 1e6));
}

function sample(engine, at, times) {
  const began = performance.now();
  engine.run(at, times);
  return performance.now() - began;
}

function summary(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  return { fast: sorted[Math.floor(sorted.length / 10)], median: sorted[Math.floor(sorted.length / 2)] };
}

async function weight(target) {
  const size = async (name) => {
    const file = await readFile(join(target, "loan-bench", `${name}.wasm`));
    return brotliCompressSync(file, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  };
  return { every: await size("size-every"), none: await size("size-none") };
}

function printTable(measured) {
  const heads = ["", "nativo", "mediana", "cada fila", "WASM", "mediana", "WASM / nativo"];
  const lines = measured.map(({ name, rows, native, wasm }) => [
    name, us(native.fast), us(native.median), rows ? `${(native.fast / rows).toFixed(1)} ns` : "",
    us(wasm.fast), us(wasm.median), (wasm.fast / native.fast).toFixed(1),
  ]);
  const widths = heads.map((head, column) => Math.max(head.length, ...lines.map((line) => line[column].length)));
  for (const [first, ...rest] of [heads, ...lines]) {
    console.log([first.padEnd(widths[0]), ...rest.map((cell, at) => cell.padStart(widths[at + 1]))].join("  "));
  }
}

function us(nanoseconds) {
  return `${(nanoseconds / 1e3).toFixed(1)} µs`;
}

/** Whether all gates hold. */
function judge(measured, bytes) {
  const gates = [[bytes <= LIMITS.bytes, `peso del motor en WASM: ${bytes} ≤ ${LIMITS.bytes} bytes (br)`]];
  for (const side of ["native", "wasm"]) {
    for (const [name, limit] of Object.entries(LIMITS[side])) {
      const found = measured.find((one) => one.name === name)?.[side].fast ?? Infinity;
      gates.push([found <= limit, `${name}, ${side === "native" ? "nativo" : "WASM"}: ${us(found)} ≤ ${us(limit)}`]);
    }
  }
  for (const [held, text] of gates) console.log(`${held ? "cumple" : "FALLA "}  ${text}`);
  return gates.every(([held]) => held);
}

main().then(
  (held) => { process.exitCode = held ? 0 : 1; },
  (error) => {
    console.error(`No se pudo medir: ${error.message}`);
    process.exitCode = 1;
  },
);
