/** The page, as a person uses it. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, beforeEach, afterEach, test } from 'node:test';
import { TEXTS } from '../../src/main/resources/page/texts.js';
import { ADDRESS, launch, open, photo } from './browser.js';

let browser;
let page;

before(async () => {
  browser = await launch();
});

after(() => browser.close());

beforeEach(async () => {
  page = await open(browser, { permissions: ['clipboard-read', 'clipboard-write'] });
});

afterEach(async () => {
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

const status = () => page.locator('#status').textContent();
const fact = name => page.locator(`#facts dt:text-is("${name}") + dd`).textContent();
const selfie = () => page.getByRole('radio', { name: 'id_selfie' }).check();

async function choosePhoto(name = 'small.jpg') {
  await page.setInputFiles('#face_image', photo(name));
  await page.locator('[data-photo=face_image] img').waitFor();
}

/** Asks, and gives the answer as it came over the wire. */
async function ask() {
  const [response] = await Promise.all([page.waitForResponse(/verify/), page.getByRole('button', { name: 'Ask' }).click()]);
  await page.locator('form[aria-busy=false]').waitFor();
  return { http: response.status(), json: await response.json(), request: response.request() };
}

for (const endpoint of ['id_name', 'id_selfie']) {
  test(`every test number's answer is shown: ${endpoint}`, async () => {
    if (endpoint === 'id_selfie') {
      await selfie();
      await choosePhoto();
    }
    const numbers = (await (await fetch(`${ADDRESS}page/test-numbers.json`)).json()).filter(number => number[endpoint]);
    assert.ok(numbers.length > 20);
    for (const { digits, answer } of numbers) {
      await page.locator('#test-number').selectOption(digits);
      const { http, json } = await ask();
      const word = json.outcome ?? json.status;
      assert.equal(await page.locator('#verdict').textContent(), word);
      if (/^[A-Z_]+$/.test(answer)) { // others describe how the provider fails
        assert.equal(word, answer, digits);
      }
      assert.equal(await fact('Charge'), `${json.charge}: ${TEXTS.en.charges[json.charge]}`);
      assert.equal((await fact('Retryable')).split(':')[0], json.retryable ? 'yes' : 'no');
      assert.equal(await fact('HTTP status'), String(http));
      assert.equal(await fact('Livemode'), 'no: this is the sandbox');
      assert.match(await fact('Time taken'), /^\d+ ms$/);
      assert.equal(await fact('Request id'), json.request_id);
      assert.ok((await page.locator('#meaning').textContent()).length > 10, `${word} is explained`);
      assert.deepEqual(JSON.parse(await page.locator('#raw').textContent()), json);
      if (!json.errors) {
        assert.equal(await status(), `Answer: ${word}, ${TEXTS.en.charges[json.charge]}`);
      }
    }
  });
}

test('a number that is typed selects its test number, and other digits none', async () => {
  await page.locator('#id_number').fill('0017061012874011');
  assert.equal(await page.locator('#test-number').inputValue(), '4011');
  await page.locator('#id_number').fill('0017061012870005');
  assert.equal(await page.locator('#test-number').inputValue(), '', '0005 is none of id_name');
  await page.locator('#test-number').selectOption('0002');
  assert.equal(await page.locator('#id_number').inputValue(), '0017061012870002');
});

test('hints', async () => {
  await page.locator('#id_number').fill('0017069912870001');
  await page.locator('#name').fill('Budi Santoso');
  await ask();
  assert.deepEqual(await page.locator('#hints code').allTextContents(),
    ['id_number', 'DATE_IMPOSSIBLE', 'name', 'NAME_NOT_UPPERCASE']);
  await page.getByRole('button', { name: 'Indonesia' }).click();
  assert.match(await page.locator('#hints').textContent(), /tidak memakai huruf besar/);
});

test('errors stand beside their fields, the first one has the focus, and a better question has none', async () => {
  await selfie();
  await page.getByText('More fields').click();
  await page.locator('#id_number').fill('3217061012870001');
  await page.locator('#email').fill('nobody');
  await page.locator('#face_threshold').fill('101');
  await page.getByText('Headers').click();
  await page.locator('#Reference-Id').fill('BUDI-1');
  const { json } = await ask();
  assert.equal(await status(), `${json.errors.length} fields are wrong.`);
  for (const { field, message } of json.errors) {
    const control = page.locator(`[id="${field}"]`);
    assert.equal(await control.getAttribute('aria-invalid'), 'true', field);
    assert.equal(await page.locator(`[id="${await control.getAttribute('aria-describedby')}"]`).textContent(), message);
  }
  assert.equal(await page.evaluate(() => document.activeElement.id), json.errors[0].field === 'Reference-Id'
    ? 'Reference-Id' : 'id_number');
  await page.locator('#Reference-Id').fill('ord-17');
  const { json: second } = await ask();
  assert.deepEqual(second.errors.map(error => error.field), ['id_number', 'face_image', 'email', 'face_threshold']);
  await page.locator('#id_number').fill('0017061012870001');
  await page.locator('#email').fill('budi@example.test');
  await page.locator('#face_threshold').fill('80.5');
  await page.locator('#birth_date').fill('1987-12-10');
  await choosePhoto();
  const { request } = await ask();
  assert.equal(await page.locator('#verdict').textContent(), 'MATCH');
  assert.equal(await page.locator('[aria-invalid]').count(), 0);
  assert.equal(await page.locator('.error:visible').count(), 0);
  assert.equal(await fact('Reference id'), 'ord-17');
  const sent = request.postDataJSON();
  assert.deepEqual(Object.keys(sent),
    ['id_number', 'name', 'email', 'phone_number', 'birth_date', 'face_threshold', 'face_image']
      .filter(field => field !== 'phone_number'));
  assert.deepEqual([sent.face_threshold, sent.birth_date], [80.5, '1987-12-10']);
});

test('an error in a part that is closed opens it', async () => {
  await page.getByText('Headers').click();
  await page.locator('#Reference-Id').fill('BUDI-1');
  await page.getByText('Headers').click();
  await ask();
  assert.ok(await page.locator('#Reference-Id').isVisible());
  assert.equal(await page.evaluate(() => document.activeElement.id), 'Reference-Id');
});

test('a key is replayed, and not taken for another question', async () => {
  await page.getByText('Headers').click();
  await page.getByRole('button', { name: 'New key' }).click();
  assert.match(await page.locator('#Idempotency-Key').inputValue(), /^[0-9a-f-]{36}$/);
  await ask();
  assert.equal(await page.locator('#facts dt:text-is("Replayed")').count(), 0);
  await ask();
  assert.match(await fact('Replayed'), /^yes/);
  await page.locator('#name').fill('SOMEBODY ELSE');
  const { http } = await ask();
  assert.equal(http, 422);
  assert.equal(await page.locator('#verdict').textContent(), 'IDEMPOTENCY_KEY_REUSED');
});

test('the request as curl works, and shows neither the image nor the credentials', async () => {
  await selfie();
  await choosePhoto('large.jpg');
  await page.locator('#name').fill('SITI NUR\'AINI "ÉLODIE" $HOME');
  await page.getByText('Headers').click();
  await page.locator('#Reference-Id').fill('ord-18');
  await page.locator('#Authorization').fill('Bearer planted');
  const { request } = await ask();
  assert.equal(request.headers().authorization, 'Bearer planted');
  const shown = await page.locator('#curl').textContent();
  assert.match(shown, /… \d+ more characters"/);
  assert.ok(shown.length < 700, `${shown.length} characters`);
  await page.getByRole('button', { name: 'Copy' }).nth(1).click();
  await page.getByText('Copied.').waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.ok(copied.includes(request.postDataJSON().face_image));
  assert.ok(!(shown + copied).includes('planted'));
  const answer = execFileSync('bash', ['-c', copied.replace('curl -i', 'curl -si')], { env: { ...process.env, AUTHORIZATION: 'x' } });
  assert.match(String(answer), /^HTTP\/1.1 200[\s\S]*"outcome":"MATCH"[\s\S]*"reference_id":"ord-18"/);
  await page.getByRole('button', { name: 'Copy' }).first().click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('{"status":"OK","outcome":"MATCH"'));
});

test('a photo is shown as it will be sent, with its size before and after', async () => {
  await selfie();
  await choosePhoto('large.jpg');
  const caption = await page.locator('[data-photo=face_image] figcaption').innerText();
  assert.match(caption, /^Before: [\d,.]+\sKB\nAfter: [\d.]+\sKB, \d+ × \d+, quality \d+ %, \d+\sms$/);
  const { request } = await ask();
  const bytes = Buffer.from(request.postDataJSON().face_image, 'base64');
  assert.ok(bytes.length <= 51_200 && bytes.readUInt16BE() === 0xffd8);
  assert.ok(caption.includes(`${Math.round(bytes.length / 102.4) / 10}\u00a0KB`), caption);
  await choosePhoto('small.jpg');
  assert.match(await page.locator('figcaption').innerText(), /After: [\d.]+\sKB, 480 × 360, small enough already, unchanged/);
  await page.getByRole('button', { name: 'Remove' }).click();
  assert.equal(await page.locator('figure:visible').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'face_image');
  const { json } = await ask();
  assert.deepEqual(json.errors, [{ field: 'face_image', message: 'not found' }]);
});

test('a photo that cannot be used says why, and the next one takes it away', async () => {
  await selfie();
  for (const [name, code] of [['photo.heic', 'HEIC'], ['text.jpg', 'NOT_A_PICTURE'], ['empty.jpg', 'EMPTY']]) {
    await page.setInputFiles('#face_image', photo(name));
    await page.locator('#face_image-error', { hasText: TEXTS.en.photoErrors[code] }).waitFor();
    await page.locator('#status', { hasText: TEXTS.en.photoErrors[code] }).waitFor();
  }
  await choosePhoto();
  assert.equal(await page.locator('.error:visible').count(), 0);
});

test('both pictures are sent', async () => {
  await selfie();
  await page.getByText('More fields').click();
  await choosePhoto('large.jpg');
  await page.setInputFiles('#ktp_image', photo('exif-6.jpg'));
  await page.locator('[data-photo=ktp_image] img').waitFor();
  const { json, request } = await ask();
  assert.equal(json.outcome, 'MATCH');
  assert.ok(request.postDataJSON().ktp_image.length > 10_000);
});

test('no answer, and an answer of API Gateway', async () => {
  await page.route('**/verify/*', route => route.abort());
  await page.getByRole('button', { name: 'Ask' }).click();
  await page.getByText(TEXTS.en.notSent).waitFor();
  page.complaints = page.complaints.filter(complaint => !complaint.includes('ERR_FAILED'));
  await page.unroute('**/verify/*');
  await page.route('**/verify/*', route => route.fulfill({ status: 403, json: { message: 'Forbidden' } }));
  await ask();
  assert.equal(await page.locator('#verdict').textContent(), 'HTTP 403');
  assert.equal(await page.locator('#reason').textContent(), 'Forbidden');
  assert.equal(await page.locator('#meaning').textContent(), TEXTS.en.meanings.GATEWAY);
});

test('the language is the browser\'s, and can be changed', async () => {
  for (const [locale, language] of [['id-ID', 'id'], ['en-US', 'en'], ['de-DE', 'en']]) {
    const other = await open(browser, { locale });
    assert.equal(await other.locator('html').getAttribute('lang'), language);
    assert.equal(await other.title(), TEXTS[language].title);
    await other.context().close();
  }
  await ask();
  await page.getByRole('button', { name: 'Indonesia' }).click();
  assert.equal(await page.locator('#meaning').textContent(), TEXTS.id.meanings.MATCH);
  assert.equal(await page.locator('[data-language=id]').getAttribute('aria-pressed'), 'true');
  await page.locator('#test-number').selectOption({ label: '9011 – pengalihan' });
});

test('both languages have the same words', () => {
  const keys = texts => Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'object' && !['numbers', 'hintMessages'].includes(key) ? [key, ...keys(value)] : [key]);
  assert.deepEqual(keys(TEXTS.id), keys(TEXTS.en));
});

test('what is typed is kept nowhere', async () => {
  await page.getByText('Headers').click();
  await page.locator('#Authorization').fill('Bearer planted');
  await ask();
  const kept = await page.evaluate(async () => [localStorage.length, sessionStorage.length, document.cookie,
    (await indexedDB.databases()).length, (await caches.keys()).length, location.href]);
  assert.deepEqual(kept, [0, 0, '', 0, 0, ADDRESS]);
  await page.reload();
  assert.equal(await page.locator('#Authorization').inputValue(), '');
});

test('the keyboard is enough', async () => {
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
  const tab = async id => {
    for (let i = 0; i < 30; i++) {
      await page.keyboard.press('Tab');
      if (await focused() === id) {
        return;
      }
    }
    assert.fail(`${id} is not reached`);
  };
  await tab('Indonesia');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await tab('test-number');
  await page.keyboard.press('ArrowDown');
  await tab('face_image');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
  await chooser.setFiles(photo('exif-8.jpg'));
  await page.locator('figure img').waitFor();
  await tab('Header');
  await page.keyboard.press('Enter');
  await tab('new-key');
  await page.keyboard.press('Space');
  await tab('Kirim');
  await page.keyboard.press('Enter');
  await page.getByText(TEXTS.id.meanings.MISMATCH).waitFor();
  await tab('Salin');
  await tab('raw');
  await tab('Salin');
  await page.keyboard.press('Enter');
  await page.getByText('Tersalin.').waitFor();
  await tab('curl');
});

test('a phone offers its camera, a desktop does not', async () => {
  await selfie();
  assert.equal(await page.getByText('Take a photo').first().isVisible(), false);
  const phone = await open(browser, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await phone.getByRole('radio', { name: 'id_selfie' }).check();
  assert.ok(await phone.getByText('Take a photo').first().isVisible());
  assert.equal(await phone.locator('#face_image-camera').getAttribute('capture'), 'user');
  const [chooser] = await Promise.all([phone.waitForEvent('filechooser'), phone.getByText('Take a photo').first().tap()]);
  await chooser.setFiles(photo('exif-6.jpg'));
  await phone.locator('figure img').waitFor();
  await phone.getByRole('button', { name: 'Ask' }).tap();
  await phone.getByText(TEXTS.en.meanings.MATCH).waitFor();
  const { y, height } = await phone.locator('#verdict-box').boundingBox();
  assert.ok(y > 0 && y + height < 740, 'the verdict is in view');
  await phone.context().close();
});
