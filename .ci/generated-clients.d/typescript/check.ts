// Asks through two clients that were generated from the contract: openapi-typescript's types with openapi-fetch, and
// openapi-generator's typescript-fetch. It compiles only while the types are as it uses them.
//
//     node check.js FUNCTION-URL TOMORROW-URL ID-NUMBERS
//
// FUNCTION-URL is the function behind Prism, which notes in a header what breaks the contract. TOMORROW-URL answers with
// the contract's examples, some with words and fields that are new. ID-NUMBERS is how the id numbers asked for begin.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import createClient, { type Middleware } from 'openapi-fetch';
import errors from '../errors.json' with { type: 'json' };
import { Configuration, ResponseError, VerifyApi } from './generated/fetch/index.js';
import type { components, paths } from './generated/schema.js';

type Schemas = components['schemas'];

const [functionUrl, tomorrowUrl, idNumbers] = process.argv.slice(2) as [string, string, string];
const PICTURE = 'iVBORw0KGgoAAAANSUhEUgAAAPAAAADwAQAAAAAWLtQ/AAAAHklEQVR42u3BAQ0AAADCoPdPbQ8HFAAAAAAAAMCnAR0QAAFQm+8DAAAAAElFTkSuQmCC';

const authorization: Middleware = {
  onRequest: ({ request }) => request.headers.set('Authorization', 'Bearer dev'),
};
/** Fails an answer that breaks the contract, whatever else is looked at. */
const contract: Middleware = {
  onResponse({ response }) {
    const violations: { location: string[] }[] = JSON.parse(response.headers.get('sl-violations') ?? '[]');
    assert.deepEqual(violations.filter(violation => violation.location[0] === 'response'), []);
  },
};
function clientOf(baseUrl: string) {
  const longest = 35_000; // longer than the function takes at most
  const client = createClient<paths>({ baseUrl, fetch: request => fetch(request, { signal: AbortSignal.timeout(longest) }) });
  client.use(authorization, contract);
  return client;
}
const client = clientOf(functionUrl);
const tomorrow = clientOf(tomorrowUrl);

const idName = (digits: string): Schemas['IdNameRequest'] => ({ id_number: idNumbers + digits, name: 'BUDI SANTOSO' });
const errorOf = (error: Schemas['Error'] | Schemas['GatewayError'] | undefined): Schemas['Error'] => {
  assert(error && 'charge' in error, 'not an Error of the function');
  return error as Schemas['Error'];
};
const verdictOf = (outcome: string) => {
  switch (outcome as Schemas['IdNameOutcome']) {
    case 'MATCH': return true;
    case 'MISMATCH': return false;
    default: return undefined;
  }
};

const cases: Record<string, () => Promise<void>> = {
  async 'id_name, MATCH'() {
    const { data, error } = await client.POST('/verify/id_name', { body: idName('0001') });
    assert(data, JSON.stringify(error));
    const { status, outcome, charge, retryable, result }: Schemas['IdNameVerdict'] = data;
    assert.deepEqual([status, outcome, charge, retryable], ['OK', 'MATCH', 'CHARGED', false]);
    assert.equal(verdictOf(outcome), true);
    assert.deepEqual([result.result, result.remark, typeof result.order_no], ['01', 'SAME', 'string']);
  },
  async 'id_selfie, MATCH with every field'() {
    const body: Schemas['IdSelfieRequest'] = {
      ...idName('0001'), face_image: PICTURE, ktp_image: PICTURE, email: 'budi@example.com', phone_number: '+6281234567890',
      birth_date: '1987-12-10', face_threshold: 70,
    };
    const { data } = await client.POST('/verify/id_selfie', { body });
    assert(data);
    const { face_percent, face_score, name, birth_date }: Schemas['IdSelfieResult'] = data.result;
    assert.deepEqual([data.outcome, face_percent, name, birth_date], ['MATCH', true, true, true]);
    assert.equal(face_score, 93.3);
  },
  async 'id_selfie, MISMATCH with what was not asked null'() {
    const body = { id_number: `${idNumbers}0002`, face_image: PICTURE, email: null };
    const { data } = await client.POST('/verify/id_selfie', { body });
    assert.deepEqual([data?.outcome, data?.result.ktp_face_score, data?.result.name], ['MISMATCH', null, null]);
  },
  async '400 with every fault'() {
    const { error, response } = await client.POST('/verify/id_name', { body: { id_number: '321', name: '-' } });
    const { status, charge, errors } = errorOf(error);
    assert.deepEqual([response.status, status, charge], [400, 'INVALID_ARGUMENT', 'FREE']);
    const [fault]: Schemas['Fault'][] = errors ?? [];
    assert.deepEqual([fault?.field, fault?.message], ['id_number', 'must be 16 digits']);
  },
  async '404'() {
    const { error, response } = await clientOf(`${functionUrl}/nowhere`).POST('/verify/id_name', { body: idName('0001') });
    assert.deepEqual([response.status, errorOf(error).status], [404, 'NOT_FOUND']);
  },
  async '405'() {
    const other = clientOf(functionUrl);
    other.use({ onRequest: async ({ request }) => new Request(request.url, { method: 'PUT', body: await request.text() }) });
    const { error, response } = await other.POST('/verify/id_name', { body: idName('0001') });
    assert.deepEqual([response.status, errorOf(error).status], [405, 'METHOD_NOT_ALLOWED']);
  },
  async '415'() {
    const headers = { 'Content-Type': 'text/plain' };
    const { error, response } = await client.POST('/verify/id_name', { body: idName('0001'), headers });
    assert.deepEqual([response.status, errorOf(error).status], [415, 'UNSUPPORTED_MEDIA_TYPE']);
  },
  async 'a replay, then 422'() {
    const params = { header: { 'Idempotency-Key': randomUUID() } };
    const first = await client.POST('/verify/id_name', { body: idName('0002'), params });
    const second = await client.POST('/verify/id_name', { body: idName('0002'), params });
    const other = await client.POST('/verify/id_name', { body: idName('0001'), params });
    assert.deepEqual([first.data?.outcome, first.response.headers.get('Idempotent-Replayed')], ['MISMATCH', null]);
    assert.deepEqual([second.data, second.response.headers.get('Idempotent-Replayed')], [first.data, 'true']);
    assert.deepEqual([other.response.status, errorOf(other.error).status], [422, 'IDEMPOTENCY_KEY_REUSED']);
  },
  // Dev mode works off one event after the other, so that nothing is ever in progress there.
  async '409, from the contract'() {
    const { error, response } = await tomorrow.POST('/verify/id_name', { body: idName('0001'), headers: { Prefer: 'code=409' } });
    const { status, retryable } = errorOf(error);
    assert.deepEqual([response.status, status, retryable], [409, 'IN_PROGRESS', true]);
    assert.match(response.headers.get('Retry-After') ?? '', /^\d+$/);
  },
  async '401 and 403 of API Gateway, from the contract'() {
    for (const [code, message] of [[401, 'Unauthorized'], [403, 'Forbidden']] as const) {
      const { error, response } =
        await tomorrow.POST('/verify/id_name', { body: idName('0001'), headers: { Prefer: `code=${code}` } });
      const gateway: Schemas['GatewayError'] | undefined = error;
      assert.deepEqual([response.status, gateway?.message], [code, message]);
    }
  },
  async 'a new word and a new field are no fault'() {
    const { data } = await tomorrow.POST('/verify/id_name', { body: idName('0001') });
    assert.deepEqual([data?.outcome, data?.charge, data?.new_field], ['NEW_OUTCOME', 'CHARGED', 'new']);
    assert.equal(verdictOf('NEW_OUTCOME'), undefined);
    const headers = { Prefer: 'code=400, example=QUERY_FAILED' };
    const { error } = await tomorrow.POST('/verify/id_name', { body: idName('0001'), headers });
    assert.deepEqual([errorOf(error).status, errorOf(error).retryable], ['NEW_STATUS', true]);
  },
  async 'typescript-fetch'() {
    const api = (basePath: string) => new VerifyApi(new Configuration({ basePath, accessToken: 'dev' }));
    const idNameRequest = { idNumber: `${idNumbers}0001`, name: 'BUDI SANTOSO' };
    const verdict = await api(functionUrl).verifyIdName({ idNameRequest });
    assert.deepEqual([verdict.outcome, verdict.charge, verdict.result.result], ['MATCH', 'CHARGED', '01']);
    assert.equal((await api(tomorrowUrl).verifyIdName({ idNameRequest })).outcome, 'NEW_OUTCOME');
    await assert.rejects(
      api(functionUrl).verifyIdName({ idNameRequest: { idNumber: '321', name: 'BUDI' } }),
      (error: unknown) => error instanceof ResponseError && error.response.status === 400,
    );
  },
};
for (const { digits, http, status, charge, retryable } of errors) {
  cases[`${http} ${status}`] = async () => {
    const { error, response } = await client.POST('/verify/id_name', { body: idName(digits) });
    const told = errorOf(error);
    assert.deepEqual([response.status, told.status, told.charge, told.retryable], [http, status, charge, retryable]);
  };
}

for (const [name, run] of Object.entries(cases)) {
  await run().catch((fault: unknown) => {
    console.error(`typescript: ${name}: ${fault instanceof Error ? fault.message : fault}`);
    process.exitCode = 1;
  });
}
console.log(`typescript: ${Object.keys(cases).length} cases run`);
