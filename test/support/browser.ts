import { existsSync } from 'node:fs'
import type { BrowserContext, Page } from 'playwright-core'
import { chromium } from 'playwright-core'
import { scratchFolder } from './scratch.ts'

const PLACE = process.env.CHROMIUM_PATH || '/usr/bin/chromium'

/** The system's Chromium; undefined where there is none, and then browser tests skip themselves. */
export const CHROMIUM: string | undefined = existsSync(PLACE) ? PLACE : undefined

export const NO_CHROMIUM = 'needs Chromium: set CHROMIUM_PATH, or install it as /usr/bin/chromium'

/** Bounds a hang on a machine that many tests share; it judges no speed. */
const PATIENCE_MS = 120_000

const FLAGS = [
  // As root there is no sandbox to be had; the pages are our own.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page that wants the internet shall be noticed, not served.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
]

export interface TestBrowser extends AsyncDisposable {
  readonly context: BrowserContext
  /** Chromium's folder, which its processes name in their command lines. */
  readonly profile: string
}

/** A browser of its own, with a fresh profile that goes away with it. */
export async function openBrowser(executablePath: string): Promise<TestBrowser> {
  const folder = await scratchFolder('browser')
  try {
    const context = await chromium.launchPersistentContext(folder.path, {
      executablePath,
      args: FLAGS,
      headless: true,
      viewport: { width: 1_500, height: 900 },
    })
    context.setDefaultTimeout(PATIENCE_MS)
    return {
      context,
      profile: folder.path,
      async [Symbol.asyncDispose]() {
        await context.close()
        await folder[Symbol.asyncDispose]()
      },
    }
  } catch (error) {
    await folder[Symbol.asyncDispose]()
    throw error
  }
}

export interface Watch {
  /** Addresses that pages asked for, other than those that are within the page. */
  readonly requested: string[]
  /** What a Content-Security-Policy refused. */
  readonly violations: string[]
}

/** Notes what a page asks for and what its policy refuses; to be called before it goes anywhere. */
export async function watch(page: Page): Promise<Watch> {
  const seen: Watch = { requested: [], violations: [] }
  page.on('request', (request) => {
    if (/^https?:|^wss?:/.test(request.url())) seen.requested.push(request.url())
  })
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) seen.violations.push(message.text())
  })
  await page.exposeFunction('noteViolation', (words: string) => seen.violations.push(words))
  await page.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
    noteViolation(event.violatedDirective + ' refused ' + event.blockedURI))`)
  return seen
}

/** All that a page shows, in its frames too. */
export async function shownOn(page: Page): Promise<string> {
  // A frame may go away between being listed and being read.
  const read = page.frames().map((frame) =>
    frame
      .locator('body')
      .allInnerTexts()
      .catch(() => []),
  )
  return (await Promise.all(read)).flat().join('\n')
}
