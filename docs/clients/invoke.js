// Asks ktp-verify one question by direct invocation, with the AWS SDK for JavaScript v3.
//
//     node invoke.js FUNCTION[:ALIAS] id_name|id_selfie REQUEST.json [KEY]
//
// With KTP_LIVEMODE=false it takes a sandbox's verdicts alone.
// Exit code: 0 verdict, 3 refused, 4 try later with the same KEY, 5 unknown charge.

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";

const TRIES = 6; // with the pauses between them longer than the 30 s for which a broken-off verification holds its key
const LONGEST_PAUSE = 60; // s: a budget that is used up opens again after hours or days
const LIVEMODE = process.env.KTP_LIVEMODE !== "false"; // of the verdicts that this program may use
const NO_SUCH_HOST = ["ENOTFOUND", "EAI_AGAIN"];
// Waits longer than the function's own 28 s. The SDK repeats nothing: verify does, by the answer's own word.
const client = new LambdaClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 35_000, throwOnRequestTimeout: true },
});

// What happened on the way, in the function's own terms.
const onTheWay = (status, charge, retryable, reason) => ({ status, charge, retryable, reason });
const noAnswer = (reason) => onTheWay("NO_ANSWER", "UNKNOWN", true, reason); // the key makes it safe to ask again

/** One invocation, and what came of it. */
async function invoke(name, payload) {
  try {
    const response = await client.send(new InvokeCommand({ FunctionName: name, Payload: payload }));
    // A function error says that the function itself broke, and nothing about the charge.
    return response.FunctionError ? noAnswer(response.FunctionError) : JSON.parse(response.Payload.transformToString());
  } catch (error) {
    const status = error.$metadata?.httpStatusCode;
    if (status === 429) return onTheWay("THROTTLED", "FREE", true);
    if (status >= 500) return noAnswer(`HTTP ${status}`);
    if (status >= 400) return onTheWay(error.name, "FREE", false);
    if (NO_SUCH_HOST.includes(error.code)) return onTheWay("UNKNOWN_HOST", "FREE", false, error.hostname);
    if (error.code || error.name === "TimeoutError") return noAnswer(error.code ?? error.name); // lost: it may have run
    throw error;
  }
}

/** Asks until there is an answer to keep, or the tries are used up. */
async function verify(name, operation, request, key) {
  const payload = JSON.stringify({ verify: operation, idempotency_key: key, request });
  let answer;
  let lost = false;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) {
      const pause = Math.max(2 ** (attempt - 1), answer.retry_after ?? 0);
      await sleep(1000 * pause * (1 + Math.random() / 2));
    }
    answer = await invoke(name, payload);
    lost ||= answer.status === "NO_ANSWER";
    if (!answer.retryable || answer.retry_after > LONGEST_PAUSE) break;
  }
  // That a later try was free says nothing about one that was lost, unless it is the function's last word.
  return lost && (answer.retryable || !answer.request_id) ? { ...answer, charge: "UNKNOWN" } : answer;
}

/** A verdict of the sandbox is none for production, nor the other way round. */
const ofThisMode = (answer) =>
  answer.outcome && answer.livemode !== LIVEMODE ? { ...answer, outcome: undefined, status: "WRONG_LIVEMODE" } : answer;

/** What the caller's program does next: exit code and word. */
function ending(answer) {
  if (answer.retryable) return [4, "try later"];
  if (answer.charge !== "CHARGED" && answer.charge !== "FREE") return [5, "unknown charge"];
  return answer.outcome ? [0, "verdict"] : [3, "refused"];
}

/** The request; an error of JSON.parse would quote it. */
function read(file) {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${file} is not JSON`);
  }
}

if (process.argv.length < 5 || process.argv.length > 6) {
  console.error("node invoke.js FUNCTION[:ALIAS] id_name|id_selfie REQUEST.json [KEY]");
  process.exit(1);
}
// One key per question. A program that must survive its own end stores it with the question before it asks.
const [name, operation, file, key = randomUUID()] = process.argv.slice(2);
const answer = ofThisMode(await verify(name, operation, read(file), key));
const [code, word] = ending(answer);
// Never the request: it holds personal data, and so may `result`.
console.log(`${word}: ${answer.outcome ?? answer.status}, charge=${answer.charge}, key=${key},`,
  `request_id=${answer.request_id ?? "-"}`);
if (answer.reason) console.error(answer.reason);
for (const { field, code } of answer.hints ?? []) console.error(`hint: ${field} ${code}`);
process.exitCode = code;
