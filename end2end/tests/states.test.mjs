// Every state of every page: axe without a violation in light and dark and at 200 % zoom, nothing that
// scrolls sideways, a quiet console, and a picture of it in end2end/out/.
// PUENTE_STATES=chat,panel runs those whose name begins so.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { violations } from "../support/axe.mjs";
import { assertQuiet, openBrowser } from "../support/browser.mjs";
import { STATES, pageRoutes, show, startWorlds } from "../support/states.mjs";

const OUT = fileURLToPath(new URL("../out/", import.meta.url));
const wanted = process.env.PUENTE_STATES?.split(",");
const chosen = STATES.filter(({ name }) => !wanted || wanted.some((start) => name.startsWith(start)));

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 640 };
// What 1280 x 800 leaves a page at 200 %.
const ZOOMED = { width: 640, height: 400 };

let worlds, browser;
before(async () => {
  await mkdir(OUT, { recursive: true });
  worlds = await startWorlds();
  browser = await openBrowser();
});
after(async () => {
  await browser?.close();
  await worlds?.stop();
});

test("every page route of the server is in the list of states", () => {
  const listed = new Set(STATES.map(({ route }) => route));
  const routes = pageRoutes();
  assert.ok(routes.length >= 9, `se leyeron muy pocas rutas: ${routes}`);
  assert.deepEqual(routes.filter((route) => !listed.has(route)), []);
});

for (const state of chosen) {
  test(state.name, async () => {
    const context = await browser.newContext();
    try {
      const page = await show(state, context, worlds);
      const faults = await look(page, state.name);
      assertQuiet(context, state);
      assert.deepEqual(faults, [], state.name);
    } finally {
      await context.close();
    }
  });
}

/** Goes through the sizes and schemes; collects everything, so that one run says all there is to mend. */
async function look(page, name) {
  const faults = [];
  for (const [size, viewport] of [["1280x800", WIDE], ["200%", ZOOMED], ["360x640", PHONE]]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const where = `${size} ${colorScheme}`;
      for (const fault of await sideways(page)) faults.push(`${where}: ${fault}`);
      for (const fault of await violations(page)) faults.push(`${where}: ${fault.frame} ${fault.id} ${JSON.stringify(fault.nodes)}`);
      if (size !== "200%") await picture(page, `${name}-${size}${colorScheme === "dark" ? "-dark" : ""}`);
    }
  }
  return faults;
}

async function picture(page, name) {
  // Where the keyboard is, the person looks; a changed size may have moved it away.
  for (const frame of page.frames()) await frame.evaluate(() => document.activeElement?.scrollIntoView({ block: "nearest" }));
  await page.screenshot({ path: `${OUT}${name}.png`, animations: "disabled", caret: "hide" });
}

/** Nothing scrolls sideways, and nothing one can press hangs out of the screen. */
async function sideways(page) {
  const found = [];
  for (const frame of page.frames()) {
    const faults = await frame.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const all = scrollWidth > clientWidth ? [`se desplaza ${scrollWidth - clientWidth} px a los lados`] : [];
      for (const node of document.querySelectorAll("a, button, input, select, textarea, summary, [role=button]")) {
        const { left, right, width } = node.getBoundingClientRect();
        const shown = node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && width > 1;
        if (shown && (left < -1 || right > clientWidth + 1)) all.push(`queda fuera: ${node.outerHTML.slice(0, 90)}`);
      }
      return all;
    });
    found.push(...faults.map((fault) => `${new URL(frame.url()).pathname} ${fault}`));
  }
  return found;
}
