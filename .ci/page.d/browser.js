/** Debian's Chromium, with the page open. PAGE is its address, CHROMIUM the program, PHOTOS a folder of pictures: see .ci/page. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const ADDRESS = process.env.PAGE;
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];

/** @returns a browser, to be closed by the caller */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: QUIET });
}

/**
 * Opens the page, and waits until it is ready. Whatever it complains of, or asks of another server, ends up in page.complaints.
 *
 * @param options of the context: locale, colorScheme, viewport
 */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on('pageerror', error => page.complaints.push(String(error)));
  page.on('console', message => ['error', 'warning'].includes(message.type()) && !/status of [45]\d\d/.test(message.text())
    && page.complaints.push(message.text()));
  page.on('request', request => /^(http:\/\/localhost:|blob:|data:)/.test(request.url())
    || page.complaints.push(`asked ${request.url()}`));
  await page.goto(ADDRESS);
  await page.locator('html[data-ready]').waitFor();
  return page;
}

export function photo(name) {
  return path.join(process.env.PHOTOS, name);
}

/** Makes the photos known to the page, at photos/NAME. */
export async function servePhotos(page) {
  await page.route('**/photos/*', async route => {
    const name = new URL(route.request().url()).pathname.split('/').pop();
    await route.fulfill({ body: await readFile(photo(name)), contentType: 'application/octet-stream' });
  });
}
