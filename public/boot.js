// Starts the page's WASM. The page is already there and works as HTML: whatever fails here may
// cost the live parts, never the page, so one warning for whoever has the console open is all.
import init from "puente-glue";

// A module has no document.currentScript: the tag is found by the attribute only it carries.
const tag = document.querySelector("script[data-wasm]");

if (tag) {
  init({ module_or_path: tag.dataset.wasm }).catch((error) => {
    console.warn("Puente: the page stays as plain HTML.", error);
  });
}
