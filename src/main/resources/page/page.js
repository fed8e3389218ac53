/** The form: what is asked, and in which language. Nothing is kept when the page is left. */
import { show, verdict } from './answer.js';
import { photoField } from './photo.js';
import { curl, send } from './request.js';
import { TEXTS } from './texts.js';

const byId = id => document.getElementById(id);
const all = selector => [...document.querySelectorAll(selector)];

const FIELDS = { id_name: ['id_number', 'name'] };
FIELDS.id_selfie = [...FIELDS.id_name, 'email', 'phone_number', 'birth_date', 'face_threshold'];
const HEADERS = ['Idempotency-Key', 'Reference-Id', 'Authorization'];
const OTHERWISE = '';

const form = byId('form');
const texts = () => TEXTS[document.documentElement.lang];
const endpoint = () => form.elements.endpoint.value;
const photos = all('[data-photo]').map(field => photoField(field, texts, tell));
let numbers = [];
let last = null; // the last question, its answer, and the faults that no field shows

document.documentElement.lang = /^i[dn]\b/.test(navigator.language) ? 'id' : 'en';
all('.field').forEach(addError);
all('[data-language]').forEach(button => button.addEventListener('click', () => {
  document.documentElement.lang = button.dataset.language;
  translate();
}));
all('[name=endpoint]').forEach(choice => choice.addEventListener('change', showFields));
byId('test-number').addEventListener('change', fillIdNumber);
byId('id_number').addEventListener('input', selectTestNumber);
byId('new-key').addEventListener('click', () => {
  byId('Idempotency-Key').value = crypto.randomUUID();
});
all('[data-copy]').forEach(button => button.addEventListener('click', () => copy(button.dataset.copy)));
form.addEventListener('submit', event => {
  event.preventDefault();
  ask();
});
numbers = await (await fetch('page/test-numbers.json')).json();
translate();
document.documentElement.dataset.ready = 'yes';

function translate() {
  const t = texts();
  document.title = t.title;
  all('[data-text]').forEach(element => { element.textContent = t[element.dataset.text]; });
  all('[data-label]').forEach(element => element.setAttribute('aria-label', t[element.dataset.label]));
  all('[data-language]').forEach(button =>
    button.setAttribute('aria-pressed', button.dataset.language === document.documentElement.lang));
  photos.forEach(photo => photo.show());
  tell('');
  showFields();
  showLast();
}

function showFields() {
  all('.selfie').forEach(part => { part.hidden = endpoint() !== 'id_selfie'; });
  const options = numbers.filter(number => number[endpoint()]).map(({ digits, answer }) =>
    new Option(`${digits} – ${texts().numbers[digits] ?? answer}`, digits));
  byId('test-number').replaceChildren(...options, new Option(texts().otherDigits, OTHERWISE));
  selectTestNumber();
}

function fillIdNumber() {
  const digits = byId('test-number').value;
  byId('id_number').value = byId('id_number').value.slice(0, 12) + (digits === OTHERWISE ? '1234' : digits);
}

function selectTestNumber() {
  const digits = byId('id_number').value.slice(12);
  const known = numbers.some(number => number.digits === digits && number[endpoint()]);
  byId('test-number').value = known ? digits : OTHERWISE;
}

function question() {
  const filled = names => names.map(name => [name, byId(name).value]).filter(([, value]) => value !== '');
  const body = Object.fromEntries(filled(FIELDS[endpoint()]));
  if (body.face_threshold && Number.isFinite(Number(body.face_threshold))) {
    body.face_threshold = Number(body.face_threshold);
  }
  if (endpoint() === 'id_selfie') {
    photos.filter(photo => photo.base64()).forEach(photo => { body[photo.name] = photo.base64(); });
  }
  return { endpoint: endpoint(), headers: Object.fromEntries(filled(HEADERS)), body };
}

async function ask() {
  if (form.getAttribute('aria-busy') === 'true') {
    return;
  }
  form.setAttribute('aria-busy', 'true');
  tell(texts().asking);
  const asked = question();
  try {
    const answer = await send(asked);
    const errors = answer.json?.errors ?? [];
    last = { asked, answer, errors: showErrors(errors) };
    showLast();
    tell(errors.length ? texts().wrongFields(errors.length)
      : texts().answered(verdict(answer), texts().charges[answer.json?.charge]));
    if (!document.querySelector('[aria-invalid=true]')) {
      bringIntoView();
    }
  } catch {
    tell(texts().notSent);
  } finally {
    form.setAttribute('aria-busy', 'false');
  }
}

function showLast() {
  if (last) {
    show(last.answer, last.errors, texts());
    byId('curl').textContent = curl(last.asked, texts().shortened);
  }
}

/** On a phone the answer is below the form. */
function bringIntoView() {
  const { top, bottom } = byId('verdict-box').getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) {
    byId('answer').scrollIntoView();
  }
}

async function copy(what) {
  try {
    await navigator.clipboard.writeText(what === 'curl' ? curl(last.asked) : last.answer.text);
    tell(texts().copied);
  } catch {
    tell(texts().notCopied);
  }
}

/** Puts faults beside their fields, goes to the first one, and gives those that belong to no field. */
function showErrors(errors) {
  all('.field').forEach(field => setError(field, errors.find(error => error.field === control(field).id)?.message, 'en'));
  const first = document.querySelector('[aria-invalid=true]');
  if (first) {
    all('details').filter(details => details.contains(first)).forEach(details => { details.open = true; });
    first.focus();
  }
  const shown = all('[aria-invalid=true]').map(field => field.id);
  return errors.filter(error => !shown.includes(error.field));
}

function control(field) {
  return field.querySelector('input, select');
}

function addError(field) {
  const error = document.createElement('p');
  error.className = 'error';
  error.id = `${control(field).id}-error`;
  error.hidden = true;
  field.append(error);
  field.addEventListener('wrong', event => setError(field, event.detail, document.documentElement.lang));
}

function setError(field, message, lang) {
  const error = byId(`${control(field).id}-error`);
  error.hidden = !message;
  error.lang = lang;
  error.textContent = message ?? '';
  if (message) {
    control(field).setAttribute('aria-invalid', 'true');
    control(field).setAttribute('aria-describedby', error.id);
  } else {
    control(field).removeAttribute('aria-invalid');
    control(field).removeAttribute('aria-describedby');
  }
}

function tell(message) {
  byId('status').textContent = message;
}
