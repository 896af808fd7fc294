import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Addresses } from '../../src/cli/place.ts'
import { readAddresses } from '../../src/cli/place.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import type { TestBrowser } from '../support/browser.ts'
import { CHROMIUM, NO_CHROMIUM, openBrowser, shownOn, watch } from '../support/browser.ts'
import type { RunningCli } from '../support/cli.ts'
import { processesNaming, runCli, startCli, untilNothingRuns, untilSaid } from '../support/cli.ts'
import { scratchFolder } from '../support/scratch.ts'

/** What an operator sees: Temporal's UI and the API's docs, as `casbah up` serves them, in a real browser. */

// A start brings up every service; on a machine that others use as well that takes a while.
const START_TIMEOUT_MS = 300_000
/** Bounds a hang: the UI decodes some dozens of payloads, one request each. */
const SHOWN_TIMEOUT_MS = 120_000

const SIZE = ['--users', '12', '--gpts', '8', '--projects', '3', '--messages', '200', '--rate-factor', '1000']
const ANY_PORTS = ['--port', '0', '--temporal-port', '0', '--temporal-ui-port', '0']

let folder: Awaited<ReturnType<typeof scratchFolder>>
let started: RunningCli
let browser: TestBrowser
let at: Addresses
/** Id of the workflow of the full run. */
let workflowId: string

beforeAll(async () => {
  if (CHROMIUM === undefined) return
  folder = await scratchFolder('up for a browser')
  started = startCli(['up', '--data', folder.path, ...SIZE, ...ANY_PORTS])
  browser = await openBrowser(CHROMIUM)
  await untilSaid(started, 'Ctrl-C stops everything')
  const addresses = readAddresses(folder.path)
  if (addresses === undefined) throw new Error('It runs and has not said where.')
  at = addresses
  const { stdout } = await runCli(['runs', 'list', '--json'], { CASBAH_DATA: folder.path })
  const runs = JSON.parse(stdout) as { kind: string; run_no: number; integration_id: string }[]
  const full = runs.find(({ kind }) => kind === 'full')
  workflowId = `integration/${full?.integration_id}/run/${full?.run_no}`
}, START_TIMEOUT_MS)

afterAll(async () => {
  const profile = browser?.profile
  await browser?.[Symbol.asyncDispose]()
  started?.process.kill('SIGINT')
  await started?.ended
  if (folder === undefined) return
  await untilNothingRuns(folder.path)
  await folder[Symbol.asyncDispose]()
  if (profile !== undefined) expect(await processesNaming(profile)).toEqual([])
}, START_TIMEOUT_MS)

beforeEach((context) => {
  if (CHROMIUM === undefined) context.skip(NO_CHROMIUM)
})

const untilShown = (page: Page, ...texts: string[]) =>
  expect
    .poll(async () => missing(await shownOn(page), texts), { timeout: SHOWN_TIMEOUT_MS, interval: 500 })
    .toEqual([])

const missing = (shown: string, texts: readonly string[]) => texts.filter((text) => !shown.includes(text))

/** Pixels. More than any of these pages is long. */
const WHOLE_PAGE = 100_000

async function scrollDown(page: Page): Promise<void> {
  await page.mouse.move(MIDDLE.x, MIDDLE.y)
  await page.mouse.wheel(0, WHOLE_PAGE)
}

const scrollUp = (page: Page): Promise<void> => page.mouse.wheel(0, -WHOLE_PAGE)

/** Pixels. A place over the page's content, so the wheel turns that and not the menu beside it. */
const MIDDLE = { x: 750, y: 500 }

const runPage = () => `${at.temporalUi}/namespaces/default/workflows/${encodeURIComponent(workflowId)}`

test("Temporal's UI shows a run's stages, activities and details in clear", async () => {
  await using page = await newPage()
  const seen = await watch(page)
  await page.goto(runPage())
  // Newest first, and only the rows near the window are drawn: the earliest are met on the way down.
  await untilShown(page, 'stage: evaluate', `${RULE_IDS.length} rules`)
  await scrollDown(page)
  await untilShown(page, 'plan: what may be read', 'stage: directory')
  await scrollUp(page)

  await page.getByText('User Metadata', { exact: true }).first().click()
  await untilShown(page, `run ${workflowId.split('/').at(-1)}: full`)
  // Current details: what the run knows of itself, by stream.
  await untilShown(page, 'stage: notify', 'platform.project_keys (keys): completed', 'findings opened')

  const origins = new Set(seen.requested.map((url) => new URL(url).origin))
  expect([...origins].sort()).toEqual([at.codec, at.temporalUi].sort())
})

test('what the UI is given is encrypted; only the codec endpoint makes it clear', async () => {
  const history = await fetch(
    `${at.temporalUi}/api/v1/namespaces/default/workflows/${encodeURIComponent(workflowId)}/history`,
  )
  const text = await history.text()
  expect(history.status).toBe(200)
  const encoding = Buffer.from('binary/encrypted').toString('base64')
  expect(text).toContain(encoding)
  for (const clear of ['stage: directory', 'plan: what may be read', 'run 2: full']) {
    expect(text).not.toContain(clear)
    expect(text).not.toContain(Buffer.from(JSON.stringify(clear)).toString('base64'))
  }
})

test("the codec endpoint answers the UI's page, and no page of another origin", async () => {
  await using page = await newPage()
  const asked = page.waitForRequest((request) => request.url().startsWith(`${at.codec}/decode`))
  await page.goto(runPage())
  const body = (await asked).postData() ?? ''
  expect(body).toContain('payloads')
  expect(await decodeFrom(page, body)).toMatchObject({
    status: 200,
    text: expect.stringContaining('payloads'),
  })

  await using elsewhere = await emptySite()
  await page.goto(elsewhere.url)
  expect(await decodeFrom(page, body)).toEqual({ refused: 'TypeError' })
  // Without a preflight the request gets there, and is refused there.
  expect(await decodeFrom(page, body, { mode: 'no-cors' })).toEqual({ status: 0, text: '' })
  const direct = await fetch(`${at.codec}/decode`, {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain', Origin: elsewhere.url },
    body,
  })
  expect(direct.status).toBe(403)
})

test('the API docs and the list of problems show without a request to anywhere else', async () => {
  await using page = await newPage()
  const seen = await watch(page)
  await page.goto(`${at.api}/docs`)
  await untilShown(page, 'Casbah', '/api/v1/integrations', '/api/v1/findings')
  // Opening an operation draws what its answers look like.
  await page.locator('.opblock-summary-control').first().click()
  await page.locator('.responses-wrapper').first().waitFor()
  await page.goto(`${at.api}/docs/problems`)
  await untilShown(page, 'Problems')
  expect(seen.requested.length).toBeGreaterThan(3)
  expect(seen.requested.filter((url) => new URL(url).origin !== at.api)).toEqual([])
  expect(seen.violations).toEqual([])
})

test('the docs page may not load from elsewhere, and that is noticed', async () => {
  await using page = await newPage()
  const seen = await watch(page)
  await page.goto(`${at.api}/docs`)
  await page.evaluate(`fetch('${at.codec}/decode').catch(() => undefined)`)
  await expect.poll(() => seen.violations.join('\n'), { timeout: SHOWN_TIMEOUT_MS }).toContain('connect-src')
})

async function newPage(): Promise<Page & AsyncDisposable> {
  return browser.context.newPage()
}

type Decoded = { readonly status: number; readonly text: string } | { readonly refused: string }

/** What a script of the page that is open gets from the codec endpoint. */
const decodeFrom = (page: Page, body: string, more: { readonly mode?: 'no-cors' } = {}): Promise<Decoded> =>
  page.evaluate(
    async ({ url, body, more }) => {
      const simple = more.mode === 'no-cors'
      const headers = { 'Content-Type': simple ? 'text/plain' : 'application/json' }
      try {
        const answer = await fetch(url, { method: 'POST', headers, body, ...more })
        return { status: answer.status, text: await answer.text() }
      } catch (error) {
        return { refused: (error as Error).name }
      }
    },
    { url: `${at.codec}/decode`, body, more },
  )

/** A site of another origin, as any page on the internet is. */
async function emptySite(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>elsewhere</title>'),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
