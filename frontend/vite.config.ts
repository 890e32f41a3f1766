// How the front end is built: four entries, one stylesheet, one icon sprite, the service worker, compressed twins.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { defineConfig, type Plugin } from "vite";
import { sprite } from "./icons";

// tools/build_hook.py builds elsewhere and swaps the files in, so that a server beside it never misses one.
const out = process.env.WANGGE_FRONTEND_OUT ?? resolve(import.meta.dirname, "../src/wangge/web/static/build");

function icons(): Plugin {
  return {
    name: "wangge-icons",
    generateBundle() {
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source: sprite() });
    },
  };
}

/** The service worker in one classic script: it must not import anything. */
function serviceWorker(): Plugin {
  return {
    name: "wangge-worker",
    async generateBundle() {
      const bundle = await rolldown({
        input: "src/field/worker.ts",
        transform: { define: { "process.env.NODE_ENV": '"production"' } },
      });
      const { output: [script] } = await bundle.generate({ format: "iife", minify: true });
      await bundle.close();
      this.emitFile({ type: "asset", name: "worker.js", originalFileName: "worker.js", source: script.code });
    },
  };
}

/** The server sends these twins as they are, so nothing is compressed while someone waits. */
function compressedTwins(): Plugin {
  return {
    name: "wangge-compressed",
    closeBundle() {
      for (const file of readdirSync(out, { recursive: true, encoding: "utf8" })) {
        if (!/\.(m?js|css|svg)$/.test(file)) continue;
        const path = join(out, file);
        const body = readFileSync(path);
        if (body.length < 1024) continue;
        writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(body));
      }
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [icons(), serviceWorker(), compressedTwins()],
  build: {
    outDir: out,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        portal: "src/portal.ts",
        desk: "src/desk.ts",
        command: "src/command.ts",
        main: "src/style/main.scss",
      },
    },
  },
  css: {
    preprocessorOptions: {
      scss: {
        quietDeps: true,
        silenceDeprecations: ["import", "global-builtin", "color-functions", "if-function"],
      },
    },
  },
});
