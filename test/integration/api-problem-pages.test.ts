import { randomUUIDv7 } from 'node:crypto'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { describeApi } from '../../src/api/openapi.ts'
import { ACCOUNTS } from '../../src/api/problem-pages/accounts.ts'
import type { Operation } from '../../src/api/problem-pages/operations.ts'
import { answering, operationsOf } from '../../src/api/problem-pages/operations.ts'
import { SLUGS } from '../../src/api/problem-pages/pages.ts'
import { PROBLEMS } from '../../src/api/problems.ts'
import { createProgram } from '../../src/cli/program.ts'
import type { Answer, TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'

let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let tenant: SeededTenant
let operations: readonly Operation[]
beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  served = await serveApi(api)
  tenant = await seededTenant(fresh.database)
  operations = operationsOf(describeApi(api.app))
})
afterAll(async () => {
  await served?.close()
  await api?.close()
  await fresh?.drop()
})

/** A page as a person without a token gets it. */
async function open(path: string): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${served.env.CASBAH_URL}${path}`)
  return { status: response.status, text: await response.text() }
}

/** What stands under a heading of a page, without its marks. */
const under = (text: string, id: string): string =>
  (new RegExp(`<h2 id="${id}">[^<]*</h2>(.*?)(?:<h2|</main>)`, 's').exec(text)?.[1] ?? '')
    .replaceAll(/<[^>]+>/g, '')
    .trim()

describe('the page of a problem', () => {
  test('says what happened, what to do next and how to find out more, of each of them', async () => {
    for (const slug of SLUGS) {
      const { status, text } = await open(`/docs/problems/${slug}`)
      expect(status, slug).toBe(200)
      for (const part of ['happened', 'next', 'more'])
        expect(under(text, part).length, slug).toBeGreaterThan(30)
      expect(under(text, 'example'), slug).toContain(`/docs/problems/${slug}`)
      expect(text, slug).toContain(`Status <code>${PROBLEMS[slug].status}</code>`)
      expect(text, slug).not.toMatch(/undefined|\[object|<script/)
    }
  })

  test('is found from the list, where what types led to before is still a place', async () => {
    const { text } = await open('/docs/problems')
    for (const slug of SLUGS) {
      expect(text).toContain(`href="/docs/problems/${slug}"`)
      expect(text).toContain(`id="${slug}"`)
    }
  })

  test('is one of the table, and nothing that a path could name besides', async () => {
    for (const path of ['no-such', 'constructor', '__proto__', '%3Cscript%3E'])
      expect((await open(`/docs/problems/${path}`)).status, path).toBe(404)
  })

  test('names commands that there are', () => {
    const program = createProgram({ out: () => undefined, err: () => undefined } as never)
    const texts = SLUGS.flatMap((slug) => [ACCOUNTS[slug].more, ACCOUNTS[slug].happened, PROBLEMS[slug].next])
    const named = texts.flatMap((text) =>
      [...text.matchAll(/casbah ([a-z -]+[a-z])/g)].map(([, words = '']) => words),
    )
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((words) => !isCommand(program, words.split(' ')))).toEqual([])
  })
})

/** A group of commands wants one of its own after it. */
function isCommand(command: Command, [word = '', ...rest]: readonly string[]): boolean {
  const next = command.commands.find((one) => one.name() === word)
  if (next !== undefined) return isCommand(next, rest)
  return command.commands.length === 0 || (word === '' && command.registeredArguments !== undefined)
}

describe('where a problem is answered', () => {
  test('is made from the description: each place that an account names is one with that status', () => {
    for (const slug of SLUGS) {
      const { by } = ACCOUNTS[slug]
      const names = answering(slug, operations).map(({ name }) => name)
      if (typeof by === 'object' && 'at' in by) expect([...names].sort(), slug).toEqual([...by.at].sort())
      if (by === 'none') expect(names, slug).toEqual([])
      else expect(names, slug).not.toEqual([])
    }
  })

  test('leaves no refusal of the description without a problem', () => {
    const pages = SLUGS.map((slug) => ({
      status: PROBLEMS[slug].status as number,
      names: new Set(answering(slug, operations).map(({ name }) => name)),
    }))
    const refusals = operations.flatMap(({ name, refusals }) =>
      [...refusals].map((status) => ({ name, status })),
    )
    expect(refusals.length).toBeGreaterThan(300)
    const alone = refusals.filter(
      ({ name, status }) => !pages.some((page) => page.status === status && page.names.has(name)),
    )
    expect(alone).toEqual([])
  })
})

/** Requests of an operation that are refused for one reason each. */
async function refusalsOf(operation: Operation): Promise<readonly Answer[]> {
  const { method, path } = operation
  const place = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    name === 'id' && path.startsWith('/api/v1/integrations/') ? tenant.integrationId : randomUUIDv7(),
  )
  const isRead = method === 'GET'
  const nothing = { nothing: 'of this' }
  const call = (options: Parameters<TestApi['call']>[2]) => api.call(method, place, options)
  return [
    await call({ token: null }),
    await call({ token: none }),
    await call({ token: elsewhere, ...(isRead ? {} : { body: nothing }) }),
    await api.call(method, `${place}?no-such-parameter=1`, isRead ? {} : { body: nothing }),
    ...(operation.takes.has('cursor') ? [await api.call(method, `${place}?cursor=abc`)] : []),
    ...(isRead
      ? [await call({})]
      : [await call({ body: nothing }), await call({ body: 'x'.repeat(70_000) })]),
    ...(isRead ? [] : [await call({ body: 'a=1', headers: { 'Content-Type': 'text/plain' } })]),
  ]
}

let none: string
let elsewhere: string

test('whatever is refused leads to a page that opens and names the operation', async () => {
  none = await narrowToken(fresh.database, null, [])
  elsewhere = await narrowToken(fresh.database, [])
  const met = new Map<string, Set<string>>()
  for (const operation of operations.filter(({ path }) => path.startsWith('/api/'))) {
    for (const { json, status } of await refusalsOf(operation)) {
      if (status < 400) continue
      const type = String(json.type)
      met.set(type, (met.get(type) ?? new Set()).add(`${operation.method} ${operation.path}`))
    }
  }
  const slugs = [...met.keys()].map((type) => type.replace('/docs/problems/', ''))
  const foreseen = ['unauthorized', 'insufficient-scope', 'invalid-request', 'invalid-cursor', 'not-found']
  expect(slugs).toEqual(expect.arrayContaining([...foreseen, 'body-too-large', 'unsupported-media-type']))
  for (const [type, at] of met) {
    const { status, text } = await open(type)
    expect(status, type).toBe(200)
    const listed = under(text, 'operations')
    expect(
      [...at].filter((name) => !listed.includes(name)),
      type,
    ).toEqual([])
  }
})
