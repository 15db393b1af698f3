// axe-core over a page and every frame of it.
//
//   await assertAccessible(page, "name of the state")     throws with every violation and its nodes
//   await violations(page)                                 the list: { frame, id, impact, help, nodes }
//   await violations(page, { disable: ["rule"] })
//
// All WCAG 2.0-2.2 A and AA rules with contrast and target size, and axe's best practices. axe reaches the
// page through the debugger, so the page keeps its own content security policy. Each frame is judged by
// itself: a frame of another site could not be reached from inside its host.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function assertAccessible(page, state, options) {
  const found = await violations(page, options);
  assert.deepEqual(found, [], `axe encontró faltas en: ${state}`);
}

export async function violations(page, { disable = [], only = () => true } = {}) {
  const found = [];
  for (const frame of page.frames().filter(only)) {
    for (const violation of await judge(frame, disable)) found.push({ frame: new URL(frame.url()).pathname, ...violation });
  }
  return found;
}

async function judge(frame, disable) {
  // Motion half-way through has half a contrast.
  await frame.evaluate(() => Promise.all(document.getAnimations().map((motion) => motion.finished.catch(() => {}))));
  if (!await frame.evaluate(() => "axe" in globalThis)) await frame.evaluate(AXE);
  return frame.evaluate(async ({ tags, off }) => {
    const rules = Object.fromEntries(off.map((rule) => [rule, { enabled: false }]));
    const options = { runOnly: { type: "tag", values: tags }, rules, iframes: false, resultTypes: ["violations"] };
    const { violations: all } = await globalThis.axe.run(document, options);
    return all.map(({ id, impact, help, nodes }) => ({
      id, impact, help,
      nodes: nodes.map((node) => `${node.target.join(" ")} :: ${node.any.concat(node.all, node.none).map((check) => check.message).join("; ")}`),
    }));
  }, { tags: TAGS, off: disable });
}
