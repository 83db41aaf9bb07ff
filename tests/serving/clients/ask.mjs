// Asks an endpoint with Comunica, as users of the endpoint do: node ask.mjs ADDRESS, the query on standard input.
// Writes a line of JSON for each row: names → [kind, value, datatype or language].
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

const require = createRequire(pathToFileURL(path.join(process.cwd(), 'package.json')));
const { QueryEngine } = require('@comunica/query-sparql');

const query = readFileSync(0, 'utf-8');
const bindings = await new QueryEngine().queryBindings(query, { sources: [{ type: 'sparql', value: process.argv[2] }] });
for await (const row of bindings) {
  const told = {};
  for (const [variable, term] of row) {
    told[variable.value] = [term.termType, term.value, term.language || term.datatype?.value || ''];
  }
  console.log(JSON.stringify(told));
}
