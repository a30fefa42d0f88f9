import vue from "@vitejs/plugin-vue";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** In production the server answers these addresses with their pages; while developing, this does. */
const pages: Plugin = {
  name: "pages",
  configureServer(dev) {
    dev.middlewares.use((request, _, next) => {
      const page = /^\/(field|competence|wall)(?=[/?]|$)(?!\.)/.exec(request.url ?? "");
      if (page) request.url = `/${page[1]}.html`;
      next();
    });
  },
};

const server = "http://127.0.0.1:8000";

export default defineConfig({
  base: "/",
  plugins: [vue(), pages],
  build: {
    outDir: "../static",
    emptyOutDir: true,
    assetsDir: "assets",
    // A data: URI would need its own exception in the Content-Security-Policy.
    assetsInlineLimit: 0,
    // The map is the one big chunk; it is loaded after the list is already useful.
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { console: "index.html", field: "field.html", competence: "competence.html", wall: "wall.html", "field-worker": "src/field/worker.ts" },
      // A service worker is known by its address, for ever the same.
      output: { entryFileNames: ({ name }) => (name === "field-worker" ? "[name].js" : "assets/[name]-[hash].js") },
    },
  },
  worker: { format: "es" },
  server: {
    proxy: {
      "/api": server,
      "/ws": { target: server, ws: true },
    },
  },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
