// The loan engine as a WebAssembly module: what `bench/loans/src/exports.rs` offers, in JavaScript's words.
import { readFile } from "node:fs/promises";

export async function loadEngine(file) {
  const { instance } = await WebAssembly.instantiate(await readFile(file));
  const { case_count, case_name, case_rows, run_case } = instance.exports;
  const { loan_digest, loan_text, text_address, memory } = instance.exports;
  // Read at once: the next call may move it.
  const text = (length) => new TextDecoder().decode(new Uint8Array(memory.buffer, text_address(), length));
  return {
    cases: Array.from({ length: case_count() }, (_, at) => ({ name: text(case_name(at)), rows: case_rows(at) })),
    run: (at, times) => run_case(at, times),
    digest: (chunk) => BigInt.asUintN(64, loan_digest(chunk)).toString(16).padStart(16, "0"),
    loan: (number) => text(loan_text(number)),
  };
}
