/** What came of a question, for people. */

const TONES = { MATCH: 'good', MISMATCH: 'bad' };
const byId = id => document.getElementById(id);

/** The word that says it: the outcome, the status of an error, or the HTTP status where API Gateway answered by itself. */
export function verdict({ http, json }) {
  return json?.outcome ?? json?.status ?? `HTTP ${http}`;
}

/**
 * Shows an answer.
 *
 * @param answer what send() gave
 * @param errors faults of the request that no field of the form shows
 * @param t the words of a language
 */
export function show(answer, errors, t) {
  const { http, json } = answer;
  byId('no-answer').hidden = true;
  byId('shown').hidden = false;
  byId('verdict').textContent = verdict(answer);
  byId('verdict-box').className = TONES[verdict(answer)] ?? (http === 200 ? 'open' : 'bad');
  byId('meaning').textContent = meaning(answer, t);
  byId('reason').textContent = json?.reason ?? json?.message ?? '';
  list('other-errors', errors.map(error => [`${error.field}: ${error.message}`]));
  facts(answer, t);
  const hints = json?.hints ?? [];
  byId('hints-box').hidden = hints.length === 0;
  list('hints', hints.map(hint => [code(hint.field), ` ${t.hintMessages[hint.code] ?? hint.message} `, code(hint.code)]));
  byId('raw').textContent = json ? JSON.stringify(json, null, 2) : answer.text;
}

function meaning({ http, json }, t) {
  if (!json?.charge) {
    return t.meanings.GATEWAY;
  }
  if (json.outcome === 'NOT_FOUND') {
    return t.meanings.NOT_FOUND_200; // the error of this name is another matter
  }
  const { RETRYABLE, OPERATOR, REFUSED } = t.meanings;
  return t.meanings[json.outcome ?? json.status] ?? (json.retryable ? RETRYABLE : http >= 500 ? OPERATOR : REFUSED);
}

function facts({ http, headers, json, milliseconds }, t) {
  const rows = [
    [t.charge, json?.charge && `${json.charge}: ${t.charges[json.charge]}`],
    [t.retryable, json?.charge && (json.retryable ? t.retryableYes : t.retryableNo)],
    [t.retryAfter, headers.get('Retry-After') && `${headers.get('Retry-After')} ${t.seconds}`],
    [t.replayed, headers.get('Idempotent-Replayed') && t.replayedYes],
    [t.livemode, json?.charge && (json.livemode ? t.livemodeYes : t.livemodeNo)],
    [t.http, String(http)],
    [t.time, `${milliseconds} ms`],
    [t.reference, json?.reference_id],
    [t.requestId, json?.request_id],
  ];
  byId('facts').replaceChildren(...rows.filter(([, value]) => value).flatMap(([name, value]) => [
    element('dt', name), element('dd', value)]));
}

function list(id, items) {
  byId(id).replaceChildren(...items.map(parts => element('li', ...parts)));
}

function code(text) {
  return element('code', text);
}

function element(tag, ...parts) {
  const made = document.createElement(tag);
  made.append(...parts);
  return made;
}
