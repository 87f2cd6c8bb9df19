// Prints the rows of an Arrow IPC stream as JSON lines, read with npm's apache-arrow.
// usage: node read.mjs FOLDER-WITH-NODE_MODULES FILE
// Integers exact, decimals as text, binary as lower-case hex, timestamps as RFC 3339 with six digits.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder, file] = process.argv.slice(2);
const { tableFromIPC, Type } = createRequire(join(folder, "package.json"))("apache-arrow");

const hex = (bytes) => Buffer.from(bytes).toString("hex");

function decimal(words, scale) {
  const number = BigInt.asIntN(128, [...words].reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n));
  const digits = (number < 0n ? -number : number).toString().padStart(scale + 1, "0");
  const text = scale > 0 ? `${digits.slice(0, -scale)}.${digits.slice(-scale)}` : digits;
  return (number < 0n ? "-" : "") + text;
}

function timestamp(micros) {
  const fraction = ((micros % 1000000n) + 1000000n) % 1000000n;
  const seconds = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19);
  return `${seconds}.${fraction.toString().padStart(6, "0")}Z`;
}

// `vector` has one chunk: batches are read one by one.
function json(vector, row) {
  if (!vector.isValid(row)) return "null";
  const { type } = vector;
  switch (type.typeId) {
    case Type.Timestamp:
      return JSON.stringify(timestamp(vector.data[0].values[row]));
    case Type.Decimal:
      return JSON.stringify(decimal(vector.get(row), type.scale));
    case Type.Binary:
    case Type.FixedSizeBinary:
      return JSON.stringify(hex(vector.get(row)));
    case Type.List: {
      const values = vector.get(row);
      return `[${Array.from({ length: values.length }, (_, i) => json(values, i)).join(",")}]`;
    }
    case Type.Struct:
      return `{${type.children.map((field, i) => `${JSON.stringify(field.name)}:${json(vector.getChildAt(i), row)}`).join(",")}}`;
    case Type.Date:
      return JSON.stringify(new Date(Number(vector.get(row))).toISOString().slice(0, 10));
    default: {
      const value = vector.get(row);
      return typeof value === "bigint" ? value.toString() : JSON.stringify(value);
    }
  }
}

const table = tableFromIPC(readFileSync(file));
for (const batch of table.batches) {
  const columns = table.schema.fields.map((field, i) => [JSON.stringify(field.name), batch.getChildAt(i)]);
  for (let row = 0; row < batch.numRows; row++)
    process.stdout.write(`{${columns.map(([name, column]) => `${name}:${json(column, row)}`).join(",")}}\n`);
}
