/**
 * Writes shared/protocol.ts from the JSON Schema that `luisterlijn protocol` prints.
 *
 *     luisterlijn protocol | npm run protocol           (writes shared/protocol.ts)
 *     npm run protocol -- schema.json                   (reads a file)
 *     npm run --silent protocol -- schema.json -        (prints, so that a test can compare)
 *
 * The same schema always gives the same text.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { compile, type JSONSchema } from "json-schema-to-typescript";

interface Part {
  properties?: Record<string, { const?: unknown }>;
  required?: string[];
}

interface Schema {
  $defs: Record<string, Part>;
  heard: string[];
  close_codes: { code: number; name: string; why: string; retry: boolean }[];
}

const HEAD = `/**
 * The wire protocol. Generated from channel/protocol.py by \`npm run protocol\`: do not edit.
 */
`;

/** Property titles only repeat the property's name, yet each would become a type of its own. */
function withoutTitles<T>(part: T): T {
  if (Array.isArray(part)) return part.map(withoutTitles) as T;
  if (part === null || typeof part !== "object") return part;
  const kept = Object.entries(part).filter(([key, value]) => key !== "title" || typeof value !== "string");
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutTitles(value)])) as T;
}

/** The names of all definitions that `name` leads to, itself included. */
function reach(definitions: Record<string, Part>, name: string, seen = new Set<string>()): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, next] of JSON.stringify(definitions[name]).matchAll(/"#\/\$defs\/(\w+)"/g)) {
    if (next) reach(definitions, next, seen);
  }
  return seen;
}

/** What the server says is always whole; of what a page says, only `kind` must be there besides what the schema requires. */
function withRequired(definitions: Record<string, Part>, heardNames: string[]): Record<string, Part> {
  const roots = Object.keys(definitions).filter((name) => name.endsWith("Hears") || heardNames.includes(name));
  const heard = new Set(roots.flatMap((name) => [...reach(definitions, name)]));
  const made = Object.entries(definitions).map(([name, part]): [string, Part] => {
    const all = Object.keys(part.properties ?? {});
    const fixed = all.filter((key) => part.properties?.[key]?.const !== undefined);
    return [name, { ...part, required: heard.has(name) ? all : [...new Set([...fixed, ...(part.required ?? [])])] }];
  });
  return Object.fromEntries(made);
}

function closeCodes(schema: Schema): string {
  const lines = schema.close_codes.map(
    ({ code, name, why, retry }) => `  /** ${why} */\n  ${name}: { code: ${code}, retry: ${retry} },\n`,
  );
  return `\n/** Why the server closes a socket, and whether the page may connect again by itself. */\nexport const CLOSE = {\n${lines.join("")}} as const;\n`;
}

async function generate(schema: Schema): Promise<string> {
  const root = { title: "Protocol", type: "object", additionalProperties: false, $defs: withRequired(withoutTitles(schema.$defs), schema.heard) };
  const types = await compile(root as JSONSchema, "Protocol", {
    bannerComment: HEAD,
    unreachableDefinitions: true,
    ignoreMinAndMaxItems: true,
    additionalProperties: false,
    style: { printWidth: 120 },
  });
  const plain = types
    .replace(/export interface Protocol \{\}\n/, "")
    .replaceAll(/ \*\n \* This interface was referenced by `Protocol`'s JSON-Schema\n \* via the `definition` "\w+"\.\n/g, "")
    .replaceAll(/\/\*\*\n \* This interface was referenced by `Protocol`'s JSON-Schema\n \* via the `definition` "\w+"\.\n \*\/\n/g, "")
    .replaceAll(/\/\*\*\n \* (.*)\n \*\/\n/g, "/** $1 */\n")
    .replaceAll(/\{\n +\[k: string\]: number;\n +\}/g, "Record<string, number>");
  return plain + closeCodes(schema);
}

const [source, target] = process.argv.slice(2);
const text = await generate(JSON.parse(readFileSync(source ?? 0, "utf8")) as Schema);
if (target === "-") process.stdout.write(text);
else writeFileSync(new URL("shared/protocol.ts", import.meta.url), text);
