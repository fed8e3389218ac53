// The job of ktp-verify as a team would write it by hand in an afternoon: no retries, no idempotency, no metrics.
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readFileSync } from 'node:fs';
import https from 'node:https';

const OPERATIONS = ['/verify/id_name', '/verify/id_selfie'];

const provider = new URL(process.env.PROVIDER_URL);
const agent = new https.Agent({
  keepAlive: true,
  ca: process.env.BENCH_CA_PEM && readFileSync(process.env.BENCH_CA_PEM),
});
const secret = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: 'ktp-verify/provider' }));
const { api_id: apiId, api_secret: apiSecret } = JSON.parse(secret.SecretString);

/** Answers an event of API Gateway, payload format 2.0. */
export async function handler(event) {
  let question;
  try {
    question = JSON.parse(event.isBase64Encoded ? Buffer.from(event.body, 'base64') : event.body);
  } catch {
    return answer(400, JSON.stringify({ status: 'INVALID_ARGUMENT', reason: 'malformed JSON' }));
  }
  if (!OPERATIONS.includes(event.rawPath)) {
    return answer(404, JSON.stringify({ status: 'NOT_FOUND' }));
  }
  if (!/^[0-9]{16}$/.test(question?.id_number)) {
    return answer(400, JSON.stringify({ status: 'INVALID_ARGUMENT', reason: 'id_number' }));
  }
  const { status, body } = await ask(event.rawPath, JSON.stringify(question));
  return answer(status, body);
}

function answer(statusCode, body) {
  return { statusCode, headers: { 'Content-Type': 'application/json' }, body };
}

function ask(path, body) {
  return new Promise((resolve, reject) => {
    const request = https.request(
      {
        agent,
        host: provider.hostname,
        port: provider.port,
        path,
        method: 'POST',
        timeout: 20_000,
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          'X-DF-API-ID': apiId,
          'X-DF-API-SECRET': apiSecret,
        },
      },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }));
        response.on('error', reject);
      },
    );
    request.on('timeout', () => request.destroy(new Error('the provider is too slow')));
    request.on('error', reject);
    request.end(body);
  });
}
