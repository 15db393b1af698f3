// 10,000 random loans come out the same to the last byte natively and in WebAssembly: rows, totals, CAT,
// payoff, solved unknowns, refusals. `bench/loans/src/random.rs` makes them, on both sides, from a number.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { loadEngine } from "../bench/engine.mjs";

const target = process.env.PUENTE_TARGET;
const LOANS = 10_000;

function native(...words) {
  return execFileSync(join(target, "release/loan-digests"), words, { encoding: "utf8", maxBuffer: 1 << 28 });
}

test("10,000 random loans are the same bytes natively and in WebAssembly", async () => {
  const engine = await loadEngine(join(target, "loan-bench/engine.wasm"));
  const digests = native().trim().split("\n");
  const size = LOANS / digests.length;
  assert.equal(digests.length, 100, "a digest for each hundred loans");
  const unlike = digests.findIndex((digest, chunk) => digest !== engine.digest(chunk));
  if (unlike < 0) return;
  // Only one chunk is looked into: the first difference is what helps.
  for (let number = unlike * size; number < (unlike + 1) * size; number++) {
    assert.equal(engine.loan(number), native(String(number)), `loan ${number}`);
  }
  assert.fail(`chunk ${unlike} has another digest and the same texts`);
});
