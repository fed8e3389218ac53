/** axe finds nothing on the page, in both languages, narrow and wide, light and dark, with form, verdict and errors shown. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, open, photo } from './browser.js';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;

before(async () => {
  browser = await launch();
});

after(() => browser.close());

async function assertClean(page, what) {
  const { violations, incomplete } = await page.evaluate(() => axe.run());
  const found = [...violations, ...incomplete].map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`);
  assert.deepEqual(found, [], what);
  const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(width <= 0, `${what}: ${width} pixels too wide`);
}

for (const locale of ['en-GB', 'id-ID']) {
  for (const width of [360, 1280]) {
    for (const colorScheme of ['light', 'dark']) {
      test(`${locale}, ${width} pixels, ${colorScheme}`, async () => {
        const page = await open(browser, { locale, colorScheme, viewport: { width, height: 800 } });
        await page.evaluate(AXE);
        await assertClean(page, 'the form');
        await page.locator('[value=id_selfie]').check();
        await page.setInputFiles('#face_image', photo('small.jpg'));
        await page.locator('figure img').waitFor();
        for (const summary of await page.locator('summary').all()) {
          await summary.click();
        }
        await page.locator('#name').fill('Budi');
        for (const digits of ['0001', '0002', '0003']) {
          await page.locator('#test-number').selectOption(digits);
          await page.locator('.ask').click();
          await page.locator('form[aria-busy=false]').waitFor();
          await assertClean(page, `the answer to ${digits}`);
        }
        await page.locator('#id_number').fill('12');
        await page.locator('.ask').click();
        await page.locator('#id_number[aria-invalid]').waitFor();
        await assertClean(page, 'errors');
        await page.context().close();
      });
    }
  }
}
