// Runs src/**/*.test.ts: bundled by the bundler that Vite brings, run by Node's own test runner.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";

const found = (folder) => readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts")).map((file) => join(folder, file));
const out = mkdtempSync(join(tmpdir(), "wangge-tests-"));
const input = Object.fromEntries(found("src").map((file) => [file.replaceAll("/", "-").replace(".ts", ""), file]));
const bundle = await rolldown({ input, platform: "node", logLevel: "warn" });
await bundle.write({ dir: out, format: "esm", entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].js" });
await bundle.close();
const tests = readdirSync(out).filter((file) => file.endsWith(".test.mjs")).map((file) => join(out, file));
const { status } = spawnSync(process.execPath, ["--test", ...tests], { stdio: "inherit" });
rmSync(out, { recursive: true });
process.exit(status ?? 1);
