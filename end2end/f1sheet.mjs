// usage: node f1sheet.mjs name path [open ids]
import { openBrowser, wasmStarted } from "./support/browser.mjs";
import { startServer } from "./support/server.mjs";
const server = await startServer(); const browser = await openBrowser();
const L = "/calculadora?producto=personal&monto=60%2C000&plazo=59";
for (const [name, path] of [["empty", "/calculadora"], ["result", L], ["pago", "/calculadora?inicio=pago&producto=personal&sueldo=9%2C000&descuentos=1%2C200&plazo=48"], ["parts", L + "&extra=500&extra_cada=cada&liquida=24&otro1=36&otro2=48"]]) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
  const page = await context.newPage(); await page.goto(server.origin + path); await wasmStarted(page);
  const h = await page.evaluate(() => document.documentElement.scrollHeight);
  const shots = [];
  await page.addStyleTag({ content: "" }).catch(() => {});
  for (let y = 0; y < h; y += 640) { await page.evaluate((y) => scrollTo({ top: y, behavior: "instant" }), y); await page.waitForTimeout(60); shots.push((await page.screenshot()).toString("base64")); }
  const p2 = await (await browser.newContext({ viewport: { width: 1480, height: 1300 } })).newPage();
  await p2.setContent(`<div style="display:flex;flex-wrap:wrap;gap:8px">${shots.slice(0, 8).map((s) => `<img src="data:image/png;base64,${s}">`).join("")}</div>`);
  await p2.screenshot({ path: `/tmp/f1shots/sheet-${name}.png` });
  await context.close();
}
await browser.close(); await server.stop();
