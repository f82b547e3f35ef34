// Write the vendored libraries anew from npm's packages: `make vendored`.
//
// Each bundle is one ES module (or style sheet) made by esbuild from an entry file beside this one, or a file of a
// package as it is. VENDORED.md, written beside them, tells versions, licences and digests; a test holds the files
// to the digests.

import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { yasqePatches } from "./yasqe-patches.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const pages = join(root, "server", "static", "vendored");
const tests = join(root, "tests", "vendored");

// Yasqe comes bundled with these, which the metafile therefore does not name.
const inYasqe = [
  "@zazuko/yasqe", "@zazuko/yasgui-utils", "codemirror", "decode-uri-component", "dompurify", "events", "filter-obj",
  "lodash-es", "query-string", "split-on-first", "store", "strict-uri-encode",
];
// What is bundled: the entry file, where it goes, the packages that are in it (those that they depend on are found).
const bundles = [
  { entry: "cytoscape.mjs", to: join(pages, "cytoscape.js"), packages: ["cytoscape"] },
  { entry: "yasqe.mjs", to: join(pages, "yasqe.js"), packages: inYasqe, plugins: [yasqePatches] },
  { entry: "shacl-form.mjs", to: join(pages, "shacl-form.js"), packages: ["@ulb-darmstadt/shacl-form"] },
];
// What is copied as it is.
const copies = [
  { from: "axe-core/axe.min.js", to: join(tests, "axe.min.js"), packages: ["axe-core"] },
];

const packageOf = (name) => JSON.parse(readFileSync(join(here, "node_modules", name, "package.json"), "utf8"));
const digest = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

function licenceText(name) {
  const folder = join(here, "node_modules", name);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const own = file ? readFileSync(join(folder, file), "utf8").trim() : "";
  const within = join(folder, "dist", `${packageOf(name).main?.replace(/^dist\//, "")}.LICENSE.txt`); // of what it carries
  return existsSync(within) ? `${own}\n\n${readFileSync(within, "utf8").trim()}` : own;
}

function packagesIn(metafile, told) {
  const names = Object.keys(metafile.inputs).map((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
  return [...new Set([...told, ...names.filter(Boolean)])].sort();
}

async function bundle({ entry, to, packages, plugins = [] }) {
  const made = await build({
    entryPoints: [join(here, entry)],
    outfile: to,
    bundle: true,
    format: "esm",
    minify: true,
    legalComments: "none",
    loader: { ".woff": "dataurl", ".woff2": "dataurl", ".svg": "dataurl", ".png": "dataurl" },
    metafile: true,
    plugins,
    logLevel: "warning",
  });
  const css = to.replace(/\.js$/, ".css");
  return { files: [to, ...(existsSync(css) && to.endsWith(".js") ? [css] : [])], packages: packagesIn(made.metafile, packages) };
}

function write(folder, rows) {
  const lines = ["# Vendored files", "", "Written by `make vendored`; do not edit.", ""];
  lines.push("| file | packages (version, licence) | SHA-256 |", "|---|---|---|");
  for (const { files, packages } of rows) {
    const told = packages.map((name) => `${name} ${packageOf(name).version} (${packageOf(name).license})`).join(", ");
    for (const path of files) lines.push(`| \`${path.slice(folder.length + 1)}\` | ${told} | \`${digest(path)}\` |`);
  }
  lines.push("", "## Licences", "");
  const texts = new Map();
  for (const name of [...new Set(rows.flatMap((row) => row.packages))].sort()) {
    const text = licenceText(name) || `Distributed under ${packageOf(name).license}; the package has no licence file.`;
    texts.set(text, [...(texts.get(text) ?? []), name]);
  }
  for (const [text, names] of texts) lines.push(`### ${names.join(", ")}`, "", "```text", text, "```", "");
  writeFileSync(join(folder, "VENDORED.md"), lines.join("\n"));
}

mkdirSync(pages, { recursive: true });
mkdirSync(tests, { recursive: true });
const made = [];
for (const one of bundles) made.push(await bundle(one));
write(pages, made);
for (const { from, to } of copies) copyFileSync(join(here, "node_modules", from), to);
write(tests, copies.map(({ to, packages }) => ({ files: [to], packages })));
