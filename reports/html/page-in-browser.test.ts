// Goal: a browser opens the page from a file, finds no fault with it, runs nothing that a system smuggled in, and shows it at any width in light and dark.
// Method: headless chromium on the page of a friendly and of a hostile campaign; skipped where there is none.
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { type Browser, chromium, type Page } from 'playwright-core';
import { newStory, tellStory } from '../story/campaign-story.js';
import { toyCampaign } from '../toy-campaign.js';
import { hostileWord } from '../toy-history.js';
import { page } from './page.js';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** The first chromium on PATH, null where there is none. */
function chromiumOnPath(): string | null {
  const places = (process.env['PATH'] ?? '').split(':').flatMap((folder) => names.map((name) => join(folder, name)));
  for (const place of places) {
    try {
      accessSync(place, constants.X_OK);
      return place;
    } catch {
      // Not here.
    }
  }
  return null;
}

const executablePath = chromiumOnPath();

describe('the page in a browser', () => {
  if (executablePath === null) {
    it.skip('skipped, because chromium is missing');
    return;
  }
  let folder: string;
  let browser: Browser;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'page-'));
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function opened(word: string, width = 1_280): Promise<{ readonly tab: Page; readonly complaints: string[] }> {
    const story = newStory();
    for (const event of toyCampaign(word)) tellStory(story, event);
    const file = join(folder, 'index.html');
    writeFileSync(file, page(story));
    const tab = await browser.newPage({ viewport: { width, height: 900 } });
    const complaints: string[] = [];
    tab.on('pageerror', (error) => complaints.push(error.message));
    tab.on('console', (message) => complaints.push(message.text()));
    tab.on('request', (request) => request.url() === pathToFileURL(file).href || complaints.push(`request ${request.url().slice(0, 100)}`));
    await tab.goto(pathToFileURL(file).href);
    return { tab, complaints };
  }

  it('opens without an error and asks for nothing else', async () => {
    const { tab, complaints } = await opened('a');
    expect(await tab.title()).to.equal('topple: locks');
    expect(await tab.locator('svg').count()).to.be.above(1);
    expect(complaints).to.deep.equal([]);
  });

  it('runs nothing that a system smuggled in, and shows it as text', async () => {
    const { tab, complaints } = await opened(hostileWord);
    expect(await tab.title()).to.equal('topple: locks');
    expect(complaints).to.deep.equal([]);
    expect(await tab.locator('img').count()).to.equal(0);
    expect(await tab.locator('.finding h2').textContent()).to.include("<script>document.title='owned'</script>");
  });

  for (const width of [390, 768, 1_280]) {
    it(`needs no scrolling sideways at ${width} px, even with a text without end`, async () => {
      for (const word of ['a', hostileWord]) {
        const { tab } = await opened(word, width);
        expect(await tab.evaluate('document.documentElement.scrollWidth')).to.be.at.most(width);
      }
    });
  }

  it('has a button that says what it did with the replay command', async () => {
    const { tab } = await opened('a');
    await tab.locator('.command button').first().click();
    await tab.locator('.command button', { hasText: /^(Copied|Selected)$/ }).waitFor({ timeout: 30_000 });
  });

  it('follows the light or dark of the reader', async () => {
    const { tab } = await opened('a');
    const paper = (): Promise<string> => tab.evaluate('getComputedStyle(document.body).backgroundColor');
    await tab.emulateMedia({ colorScheme: 'light' });
    const light = await paper();
    await tab.emulateMedia({ colorScheme: 'dark' });
    expect(await paper()).to.not.equal(light);
  });
});
