// Asks ktp-verify one question over HTTPS with fetch, signed by the signer of the AWS SDK for JavaScript v3.
//
//     node https.js API-URL id_name|id_selfie REQUEST.json [KEY]
//
// Needs AWS_REGION and credentials where the SDKs look for them. With KTP_LIVEMODE=false it takes a sandbox's verdicts alone.
// Exit code: 0 verdict, 3 refused, 4 try later with the same KEY, 5 unknown charge.

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Sha256 } from "@aws-crypto/sha256-js";
import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";

const TRIES = 6; // with the pauses between them longer than the 30 s for which a broken-off verification holds its key
const LONGEST_PAUSE = 60; // s: a budget that is used up opens again after hours or days
const TIME_OUT = 35_000; // ms: longer than the 30 s after which API Gateway answers
const LIVEMODE = process.env.KTP_LIVEMODE !== "false"; // of the verdicts that this program may use
const NO_SUCH_HOST = ["ENOTFOUND", "EAI_AGAIN"];
const signer = new SignatureV4({
  service: "execute-api",
  region: process.env.AWS_REGION,
  credentials: defaultProvider(),
  sha256: Sha256,
});

// What happened on the way, in the function's own terms.
const onTheWay = (status, charge, retryable, reason) => ({ status, charge, retryable, reason });
const noAnswer = (reason) => onTheWay("NO_ANSWER", "UNKNOWN", true, reason); // the key makes it safe to ask again

/** One request, and what came of it. Each has its own signature: one grows old in five minutes. */
async function post(url, body, key) {
  const { method, headers } = await signer.sign(new HttpRequest({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    headers: { host: url.host, "content-type": "application/json", "idempotency-key": key },
    body,
  }));
  let response, answer;
  try {
    response = await fetch(url, { method, headers, body, signal: AbortSignal.timeout(TIME_OUT) });
    answer = await response.json();
  } catch (error) {
    const code = error.cause?.code ?? error.name;
    return NO_SUCH_HOST.includes(code) ? onTheWay("UNKNOWN_HOST", "FREE", false, url.hostname)
      : noAnswer(code); // time-out or lost connection: it may have run
  }
  if (answer.charge) return { ...answer, retryAfter: response.headers.get("retry-after") };
  // API Gateway's own answer has a message alone. By a 5xx it says too that the function broke or took too long.
  if (response.status === 429) return onTheWay("THROTTLED", "FREE", true);
  if (response.status >= 500) return noAnswer(`HTTP ${response.status}`);
  return onTheWay(`HTTP_${response.status}`, "FREE", false, answer.message);
}

/** Asks until there is an answer to keep, or the tries are used up. */
async function verify(url, body, key) {
  let answer;
  let lost = false;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt > 0) {
      const pause = Math.max(2 ** (attempt - 1), answer.retryAfter ?? 0);
      await sleep(1000 * pause * (1 + Math.random() / 2));
    }
    answer = await post(url, body, key);
    lost ||= answer.status === "NO_ANSWER";
    if (!answer.retryable || answer.retryAfter > LONGEST_PAUSE) break;
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

if (process.argv.length < 5 || process.argv.length > 6) {
  console.error("node https.js API-URL id_name|id_selfie REQUEST.json [KEY]");
  process.exit(1);
}
// One key per question. A program that must survive its own end stores it with the question before it asks.
const [api, operation, file, key = randomUUID()] = process.argv.slice(2);
const url = new URL(`${api.replace(/\/$/, "")}/verify/${operation}`);
const answer = ofThisMode(await verify(url, readFileSync(file), key));
const [code, word] = ending(answer);
// Never the request: it holds personal data, and so may `result`.
console.log(`${word}: ${answer.outcome ?? answer.status}, charge=${answer.charge}, key=${key},`,
  `request_id=${answer.request_id ?? "-"}`);
if (answer.reason) console.error(answer.reason);
for (const { field, code } of answer.hints ?? []) console.error(`hint: ${field} ${code}`);
process.exitCode = code;
