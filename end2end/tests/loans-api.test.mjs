// The API's loans against the oracle in Python, which shares no code with the engine: every figure of a
// thousand random loans, to the centavo.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { start } from "../support/process.mjs";
import { startServer } from "../support/server.mjs";

const SCRIPT = fileURLToPath(new URL("../../crates/amortization/tests/oracle/check_api.py", import.meta.url));

let server;
before(async () => { server = await startServer(); });
after(() => server?.stop());

test("a thousand random loans over HTTP agree with the oracle", { timeout: 600_000 }, async (context) => {
  const check = start("python3", [SCRIPT, server.origin], { cwd: path.dirname(SCRIPT) });
  const code = await check.exited;
  for (const line of check.log().trimEnd().split("\n")) context.diagnostic(line);
  assert.equal(code, 0, check.log());
  assert.match(check.log(), /^1000 loans, \d+ figures compared, 0 differences/m);
});
