// Reads an Arrow IPC stream and writes it again, both with npm's apache-arrow.
// usage: node rewrite.mjs FOLDER-WITH-NODE_MODULES FILE TARGET
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, file, target] = process.argv.slice(2);
const { tableFromIPC, tableToIPC } = createRequire(join(folder, "package.json"))("apache-arrow");
writeFileSync(target, tableToIPC(tableFromIPC(readFileSync(file)), "stream"));
