// axe-core over a page and every frame of it.
//
//   await assertAccessible(page, "name of the state")     throws with every violation and its nodes
//   await violations(page)                                 the list: { frame, id, impact, help, nodes }
//   await violations(page, { disable: ["rule"] })
//
// All WCAG 2.0-2.2 A and AA rules with contrast and target size, and axe's best practices. axe reaches the
// page through the debugger, so the page keeps its own content security policy. Each frame is judged by
// itself: a frame of another site could not be reached from inside its host. A target that a sticky bar
// covers where the page happens to stand is judged again once it is scrolled into the middle.
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
  return frame.evaluate(inPage, { tags: TAGS, off: disable });
}

async function inPage({ tags, off }) {
  const rules = Object.fromEntries(off.map((rule) => [rule, { enabled: false }]));
  const common = { iframes: false, resultTypes: ["violations"] };
  const still = async (node) => {
    const [x, y] = [scrollX, scrollY];
    const element = document.querySelector(node.target[0]);
    element.scrollIntoView({ block: "center", behavior: "instant" });
    const { violations } = await globalThis.axe.run(element, { ...common, runOnly: ["target-size"] });
    scrollTo({ left: x, top: y, behavior: "instant" });
    return violations.length > 0;
  };
  const { violations } = await globalThis.axe.run(document, { ...common, rules, runOnly: { type: "tag", values: tags } });
  const kept = [];
  for (const { id, impact, help, nodes } of violations) {
    const left = [];
    for (const node of nodes) if (id !== "target-size" || await still(node)) left.push(node);
    const why = (node) => node.any.concat(node.all, node.none).map((check) => check.message).join("; ");
    if (left.length) kept.push({ id, impact, help, nodes: left.map((node) => `${node.target.join(" ")} :: ${why(node)}`) });
  }
  return kept;
}
