// Binds KQL queries of `jwtenant hunt` with Microsoft's own parser and binder, for the tests in
// tests/integration/hunt.
//
// usage: node bind.js FOLDER      (NODE_PATH names the folder with @kusto/language-service-next)
// FOLDER/schema.tsv holds table, product, column, type (facts/log-tables.tsv); FOLDER/binding.json is a
// list of {"name", "product", "text"}. Prints one line of JSON for each: {"name", "diagnostics":
// [{"severity", "code", "message"}], "columns": [..]}.
//
// An unknown table inside a fuzzy union is only a warning there (KS205): the test decides.
'use strict';
const fs = require('fs');
const path = require('path');
require('@kusto/language-service-next/bridge.min.js');
require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
const K = globalThis.Kusto.Language, S = K.Symbols, System = globalThis.System;

const folder = process.argv[2];
const products = new Map();
for (const line of fs.readFileSync(path.join(folder, 'schema.tsv'), 'utf8').split('\n').slice(1)) {
  if (!line) continue;
  const [table, product, column, type] = line.split('\t');
  if (!products.has(product)) products.set(product, new Map());
  const tables = products.get(product);
  if (!tables.has(table)) tables.set(table, []);
  tables.get(table).push(`${/^[A-Za-z_]\w*$/.test(column) ? column : `['${column}']`}:${type || 'string'}`);
}

// Defender documents one table under two spellings; with the second unknown, the binder lets every column pass.
const alias = products.get('Defender XDR');
alias.set('GraphApiAuditEvents', alias.get('GraphAPIAuditEvents'));

const states = new Map();
function state(product) {
  if (states.has(product)) return states.get(product);
  const list = new (System.Collections.Generic.List$1(S.Symbol).ctor)();
  for (const [table, columns] of products.get(product)) {
    list.add(S.TableSymbol.From('(' + columns.join(', ') + ')').WithName(table));
  }
  const database = new S.DatabaseSymbol.$ctor3('db', null, list, false);
  const made = K.GlobalState.Default.WithDatabase(database);
  states.set(product, made);
  return made;
}

for (const { name, product, text } of JSON.parse(fs.readFileSync(path.join(folder, 'binding.json'), 'utf8'))) {
  const code = K.KustoCode.ParseAndAnalyze(text, state(product));
  const found = code.GetDiagnostics();
  const diagnostics = [];
  for (let at = 0; at < System.Array.getCount(found, K.Diagnostic); at++) {
    const it = System.Array.getItem(found, at, K.Diagnostic);
    diagnostics.push({ severity: it.Severity, code: it.Code, message: it.Message, at: text.slice(it.Start, it.Start + it.Length).slice(0, 80) });
  }
  const columns = [];
  const result = code.ResultType;
  if (result && result.Columns) {
    for (let at = 0; at < System.Array.getCount(result.Columns, S.ColumnSymbol); at++) {
      columns.push(System.Array.getItem(result.Columns, at, S.ColumnSymbol).Name);
    }
  }
  console.log(JSON.stringify({ name, diagnostics, columns }));
}
