/** Draws the pictures of the documents: node draw.js FOLDER. */
import path from 'node:path';
import { launch, open, photo } from './browser.js';

const folder = process.argv[2];
const browser = await launch();
for (const [name, options] of Object.entries({
  'page-desktop': { viewport: { width: 1100, height: 880 } },
  'page-phone': { viewport: { width: 360, height: 740 }, locale: 'id-ID', colorScheme: 'dark', hasTouch: true, isMobile: true },
})) {
  const page = await open(browser, options);
  await page.locator('[value=id_selfie]').check();
  await page.setInputFiles('#face_image', photo('face.jpg'));
  await page.locator('figure img').waitFor();
  await page.locator('#name').fill('Budi Santoso');
  await page.locator('.ask').click();
  await page.locator('#shown').waitFor();
  await page.evaluate(() => document.activeElement.blur());
  await page.screenshot({ path: path.join(folder, `${name}.png`) });
  await page.context().close();
}
await browser.close();
