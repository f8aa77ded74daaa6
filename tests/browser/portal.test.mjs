// The built sample portal in a real browser: accessible, without foreign requests, useful without script, under the
// strictest Content-Security-Policy. AVILYS_SITE names the folder with the built site.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const SITE = process.env.AVILYS_SITE;
const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

// One page of every type.
const PAGES = {
  home: '',
  'home in English': 'en/',
  'list of practices': 'praktikos/',
  practice: 'praktikos/mokinio-pazangos-aplankas/',
  programme: 'programos/bmt-modelio-kurimo/',
  conference: 'konferencijos/rudens-konferencija-2024/',
  'conference without a date': 'konferencijos/ksmk-siauliai/',
  report: 'ataskaitos/lyderiu-laikas-2-savivaldybese/',
  project: 'projektai/profesionalios-aplinkos-prienuose/',
  'list of schools': 'mokyklos/',
  school: 'mokyklos/birzu-ausros/',
  organisation: 'organizacijos/ksmk/',
  'tree of topics': 'temos/',
  topic: 'temos/mokymas-ir-mokymasis/',
  'topic, all practices': 'temos/mokymas-ir-mokymasis/praktikos/',
  news: 'naujienos/birzu-ausros-ksmk-nare/',
  'list of collections': 'rinkiniai/',
  'annual cycle': 'metu-ratas/',
  'step of the cycle': 'metu-ratas/programos-projektas/',
  page: 'kvalifikacijos-tobulinimo-kelias/',
  municipalities: 'savivaldybes/',
  municipality: 'savivaldybes/prienu-r/',
  'school years': 'mokslo-metai/',
  'school year': 'mokslo-metai/2024-2025/',
  'levels of evidence': 'irodymai/',
  'level of evidence': 'irodymai/feedback/',
  letters: 'abecele/',
  letter: 'abecele/p/',
  'not found': 'nera-tokio-puslapio/',
};

let browser;
let server;

before(async () => {
  assert.ok(SITE, 'AVILYS_SITE must name the folder with the built site');
  server = await serve(SITE);
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

// Opens a page and notes what it asks for from elsewhere and what it complains of.
async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const noted = { foreign: [], complaints: [] };
  page.on('request', (request) => {
    if (!request.url().startsWith(server.origin)) noted.foreign.push(request.url());
  });
  page.on('console', (message) => {
    const expected = path === PAGES['not found'] && message.text().includes('404');
    if (message.type() === 'error' && !expected) noted.complaints.push(message.text());
  });
  page.on('pageerror', (error) => noted.complaints.push(String(error)));
  await page.goto(`${server.origin}/${path}`);
  return { page, noted, close: () => context.close() };
}

// axe runs in a context without the policy: it is the tests' own script, not the site's.
async function violations(path, options) {
  const { page, close } = await open(path, { ...options, bypassCSP: true });
  await page.evaluate(AXE);
  const { violations } = await page.evaluate((values) => axe.run({ runOnly: { type: 'tag', values } }), RULES);
  await close();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`));
}

describe('every type of page', () => {
  for (const [name, path] of Object.entries(PAGES)) {
    test(`${name} is accessible, light and dark, wide and narrow`, async () => {
      const views = [
        { colorScheme: 'light' },
        { colorScheme: 'dark' },
        { colorScheme: 'light', viewport: { width: 390, height: 844 } },
      ];
      for (const view of views) assert.deepEqual(await violations(path, view), [], JSON.stringify(view));
    });

    test(`${name} asks nothing of others and complains of nothing`, async () => {
      const { noted, close } = await open(path);
      await close();
      assert.deepEqual(noted, { foreign: [], complaints: [] });
    });

    test(`${name} does not scroll sideways at 320 pixels`, async () => {
      const { page, close } = await open(path, { viewport: { width: 320, height: 640 } });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      await close();
      assert.ok(width <= 320, `${width} pixels wide`);
    });

    test(`${name} has one main heading and says its language`, async () => {
      const { page, close } = await open(path, { javaScriptEnabled: true });
      const found = await page.evaluate(() => [document.querySelectorAll('h1').length, document.documentElement.lang]);
      await close();
      assert.deepEqual(found, [1, path.startsWith('en/') ? 'en' : 'lt']);
    });
  }
});

describe('a reader', () => {
  test('gets from the home page to an entry without script', async () => {
    const { page, close } = await open('', { javaScriptEnabled: false });
    await page.click('nav a:has-text("Mokyklos")');
    await page.click('main a:has-text("Biržų „Aušros“ pagrindinė mokykla")');
    assert.match(await page.textContent('h1'), /Biržų/);
    assert.ok(await page.isVisible('text=Kokybės siekiančių mokyklų klubas'));
    await close();
  });

  test('can skip to the content with the keyboard', async () => {
    const { page, close } = await open('praktikos/');
    await page.keyboard.press('Tab');
    const box = await page.locator(':focus').boundingBox();
    assert.ok(box && box.x >= 0 && box.y >= 0 && box.width > 20, 'the skip link is seen when it has the focus');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => location.hash), '#main');
    await close();
  });

  test('can change between light and dark, and finds the choice again', async () => {
    const { page, close } = await open('', { colorScheme: 'light' });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await background();
    await page.click('button[data-theme-toggle], .theme-toggle');
    const dark = await background();
    assert.notEqual(dark, light);
    await page.goto(`${server.origin}/temos/`);
    assert.equal(await background(), dark);
    await close();
  });

  test('sees a programme as expired when the day has passed since the build', async () => {
    const { page, close } = await open('');
    await page.clock.install({ time: new Date('2035-01-01T10:00:00Z') });
    await page.goto(`${server.origin}/programos/`);
    const badges = page.locator('[data-valid-until]');
    assert.ok((await badges.count()) > 0);
    for (const badge of await badges.all()) assert.match(await badge.textContent(), /nebegalioja|baig/i);
    await close();
  });
});
