// The fixtures themselves: a test that believes cookies are blocked while they are not proves nothing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { controlFrameCookie, launch, noise, wasmStarted } from "../support/browser.mjs";
import { startPair } from "../support/host.mjs";
import { newCitizen } from "../support/people.mjs";

let world;
before(async () => { world = await startPair(); });
after(() => world?.stop());

const withBrowser = (options, work) => async () => {
  const context = await launch(options);
  try {
    await work(context);
  } finally {
    await context.close();
  }
};

test("cookie_controls_mode 0: a third party's cookie is taken", withBrowser({}, async (context) => {
  assert.equal(await controlFrameCookie(context), "accepted");
}));

test("cookie_controls_mode 1: it is refused", withBrowser({ thirdPartyCookies: "blocked" }, async (context) => {
  assert.equal(await controlFrameCookie(context), "refused");
}));

test("all storage refused: no cookie, and naming localStorage throws", withBrowser({ storage: "refused" }, async (context) => {
  assert.equal(await controlFrameCookie(context), "refused");
  const page = await context.newPage();
  await page.goto(world.server.origin);
  assert.match(await page.evaluate(() => { try { return `${localStorage}`; } catch (error) { return error.name; } }), /SecurityError/);
}));

test("a frame's storage is not that of the same page at top level", withBrowser({}, async (context) => {
  const page = await context.newPage();
  await page.goto(`${world.server.origin}/w/demo`);
  await page.evaluate(() => localStorage.setItem("control", "1"));
  await page.goto(`${world.host.origin}/iframe`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await frame.waitForSelector("#mensaje");
  assert.equal(await frame.evaluate(() => localStorage.getItem("control")), null);
}));

test("noise is heard: console, errors, policy, failed requests, in frames too", withBrowser({}, async (context) => {
  const page = await context.newPage();
  await page.goto(`${world.host.origin}/iframe`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  await wasmStarted(frame);
  assert.deepEqual(noise(context), []);
  await frame.evaluate(() => {
    console.warn("una advertencia");
    setTimeout(() => { throw new Error("un error"); });
    const image = document.body.appendChild(new Image());
    image.src = "http://127.0.0.1:9/x.png";
  });
  await page.evaluate(() => fetch("http://127.0.0.1:9/y").catch(() => {}));
  await page.waitForTimeout(300);
  for (const heard of [/una advertencia/, /un error/, /csp: img-src/, /requestfailed: .*y net::ERR/]) {
    assert.ok(noise(context).some((text) => heard.test(text)), `${heard} en ${noise(context).join("\n")}`);
  }
}));

test("kill -9 and restart keep database, ports and the demo's time", async () => {
  const { server } = world;
  const citizen = newCitizen(server);
  const { status, body } = await citizen.send("Antes del apagón.", { topic: "pp" });
  assert.equal(status, 200);
  await server.kill9();
  await server.restart();
  const { messages } = await citizen.conversation();
  assert.equal(messages[0].text, "Antes del apagón.");
  const sent = await citizen.send("Después.");
  assert.ok(sent.body.message.at >= body.message.at);
  const rows = await server.query("select seq from message where client_id = ?", [sent.body.message.client_id]);
  assert.deepEqual(rows, [{ seq: sent.body.message.seq }]);
});
