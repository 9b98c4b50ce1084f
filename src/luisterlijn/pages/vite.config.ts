/**
 * Builds the pages into dist/:
 *
 *     dist/caller.html  dist/console.html  dist/dashboard.html   served at /  /console  /dashboard, never cached
 *     dist/link.html                                             served at /answer, /asked, /invitation, never cached
 *     dist/push.worker.js                                        served at /push.worker.js, never cached: a fixed name
 *     dist/assets/<name>-<hash>.{js,css}                         served at /assets/..., cached for ever
 *
 * Nothing is inlined, so that the strict content security policy of the service holds.
 */
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vite";

const PAGES = ["caller", "console", "dashboard", "link"];
/** A worker that belongs to no page: a browser looks for it at the same address for years. */
const WORKER = "push.worker";
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Vite names a page after its folder (`caller/index.html`); the service wants one flat file a page. */
function flatPages(): Plugin {
  return {
    name: "flat-pages",
    enforce: "post",
    generateBundle(_options, bundle) {
      for (const page of PAGES) {
        const made = bundle[`${page}/index.html`];
        if (made?.type !== "asset") continue;
        delete bundle[made.fileName];
        this.emitFile({ type: "asset", fileName: `${page}.html`, source: made.source });
      }
    },
  };
}

export default defineConfig({
  root: here("."),
  base: "/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [flatPages()],
  worker: { format: "es" },
  build: {
    outDir: here("dist"),
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        ...Object.fromEntries(PAGES.map((page) => [page, here(`${page}/index.html`)])),
        [WORKER]: here("console/push.worker.ts"),
      },
      output: { entryFileNames: ({ name }) => (name === WORKER ? "[name].js" : "assets/[name]-[hash].js") },
    },
  },
});
