import { cpus } from 'node:os'
import { readAssetPage } from '../../src/db/assets/read-asset-page.ts'
import type { Db, Sql } from '../../src/db/client.ts'
import { openDatabase } from '../../src/db/client.ts'
import { countFindings, listFindings } from '../../src/db/findings/list-findings.ts'
import { readFinding } from '../../src/db/findings/read-finding.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import type { Stack } from '../../test/support/stack.ts'
import { startStackOn } from '../../test/support/stack.ts'
import { openHouse } from '../house.ts'
import type { Figure } from '../spread.ts'
import { shown, spreadOf } from '../spread.ts'
import { measureExport } from './export.ts'
import { askInTurn, askTogether } from './load.ts'
import { startMinimal } from './minimal-process.ts'
import { plantApiTenant } from './plant.ts'
import { statementOf } from './statement-of.ts'

export interface ApiOptions {
  readonly findings: number
  readonly assets: number
  readonly events: number
  readonly runs: number
  readonly json: boolean
}

export interface Statement {
  readonly sql: string
  readonly params: readonly unknown[]
}

interface Query {
  readonly name: string
  readonly path: string
  readonly bare: Statement
  /** Requests a run. */
  readonly times: number
}

/** Milliseconds, one request at a time: ours, the minimal handler's with the same statement, and the statement alone. */
interface P95s {
  readonly apiP95: number
  readonly minimalP95: number
  readonly bareP95: number
}

interface Run {
  readonly queries: Readonly<Record<string, P95s>>
  /** A second, with eight connections: of ours, and of the minimal handler. */
  readonly requests: { readonly ours: number; readonly minimal: number }
  readonly export: Awaited<ReturnType<typeof measureExport>>
}

const LOAD_MS = 5_000
const AT_ONCE = 8
const PAGE = 50
/** Events that one finding is shown with. */
const HISTORY = 200
/** A rule of which there is more than a page. */
const FILTERED_BY = 'gpt.custom_actions'

export async function runApi(options: ApiOptions): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  await using opened = new AsyncDisposableStack()
  const house = await openHouse()
  opened.defer(() => house.close())
  const stack = await startStackOn(house.servers, { workers: 0 })
  opened.defer(() => stack.close())
  const { drizzle } = stack.database
  // Millions of rows in one statement take longer than any statement of the product may.
  const planting = openDatabase(stack.databaseUrl, { statementTimeoutMs: 0 })
  opened.defer(() => planting.close())
  await plantApiTenant(planting.sql, options, say)
  const queries = await queriesOf(drizzle)
  const runs: Run[] = []
  for (let run = 1; run <= options.runs; run += 1) {
    runs.push(await measure(stack, queries, options))
    say(`run ${run} of ${options.runs}: ${linesOf(ratiosOf(runs.slice(-1))).join('; ')}`)
  }
  const report = { configuration: configurationOf(options), ...ratiosOf(runs), raw: runs }
  process.stdout.write(
    options.json ? `${JSON.stringify(report, null, 2)}\n` : `${linesOf(report).join('\n')}\n`,
  )
}

const configurationOf = (options: ApiOptions) => ({
  ...options,
  atOnce: AT_ONCE,
  node: process.version,
  cores: cpus().length,
})

/** Drizzle's builders know the statement that they would run. */
const builtBy = (query: unknown): Statement => (query as { toSQL(): Statement }).toSQL()

/** What is asked of the API, and what the API asks of Postgres for it: the same statement, with all that is shown beside. */
async function queriesOf(db: Db): Promise<readonly Query[]> {
  const page = { limit: PAGE + 1 }
  const filter = { states: ['open'], severities: ['high', 'critical'], ruleIds: [FILTERED_BY] } as const
  const { rows } = await listFindings(db, ALL_INTEGRATIONS, filter, page)
  const [some] = rows
  if (some === undefined || rows.length < page.limit) throw new Error('The filter leaves less than a page.')
  const { id } = some
  return [
    {
      name: 'list',
      path: `/findings?limit=${PAGE}`,
      bare: await statementOf((to) => listFindings(to, ALL_INTEGRATIONS, {}, page)),
      times: 200,
    },
    {
      name: 'filter',
      path: `/findings?limit=${PAGE}&state=open&severity=high,critical&rule=${FILTERED_BY}`,
      bare: await statementOf((to) => listFindings(to, ALL_INTEGRATIONS, filter, page)),
      times: 200,
    },
    {
      name: 'group',
      path: '/findings/summary',
      bare: builtBy(countFindings(db, ALL_INTEGRATIONS)),
      times: 20,
    },
    {
      name: 'detail',
      path: `/findings/${id}`,
      bare: await statementOf((to) => readFinding(to, ALL_INTEGRATIONS, id, { events: HISTORY })),
      times: 200,
    },
    {
      name: 'assets',
      path: `/assets?limit=${PAGE}&kind=chatgpt.gpt`,
      bare: await statementOf((to) => readAssetPage(to, ALL_INTEGRATIONS, { kind: 'chatgpt.gpt', ...page })),
      times: 200,
    },
  ]
}

async function measure(stack: Stack, queries: readonly Query[], options: ApiOptions): Promise<Run> {
  const headers = { authorization: `Bearer ${stack.token}` }
  const base = `${stack.api.url}/api/v1`
  const found: Record<string, P95s> = {}
  for (const { name, path, bare, times } of queries) {
    // As a server that has been up for a minute: what V8 compiles anew is nobody's query.
    const warm = Math.ceil(times / 2)
    await askInTurn(`${base}${path}`, headers, warm)
    await bareTimes(stack.database.sql, bare, warm)
    const bareP95 = p95(await bareTimes(stack.database.sql, bare, times))
    const apiP95 = p95((await askInTurn(`${base}${path}`, headers, times)).millis)
    found[name] = { apiP95, minimalP95: await minimalP95(stack, bare, times), bareP95 }
  }
  const [list] = queries
  if (list === undefined) throw new Error('there is no query')
  await using minimal = await startMinimal(stack, list.bare)
  const load = (url: string) => askTogether(url, headers, AT_ONCE, LOAD_MS)
  const requests = { ours: await load(`${base}${list.path}`), minimal: await load(minimal.url) }
  return { queries: found, requests, export: await measureExport(stack, options.findings) }
}

async function minimalP95(stack: Stack, bare: Statement, times: number): Promise<number> {
  await using minimal = await startMinimal(stack, bare)
  await askInTurn(minimal.url, {}, Math.ceil(times / 2))
  return p95((await askInTurn(minimal.url, {}, times)).millis)
}

async function bareTimes(sql: Sql, { sql: text, params }: Statement, times: number): Promise<number[]> {
  const millis: number[] = []
  for (let time = 0; time < times; time += 1) {
    const began = performance.now()
    // As a tagged template would run it.
    await sql.unsafe(text, [...params] as never[], { prepare: true })
    millis.push(performance.now() - began)
  }
  return millis
}

function p95(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.95) - 1)] ?? 0
}

interface Ratios {
  readonly p95Ratios: Readonly<Record<string, Figure>>
  /** The same of the minimal handler: what HTTP, JSON and a second process cost whoever serves it. */
  readonly minimalP95Ratios: Readonly<Record<string, Figure>>
  readonly worstP95Ratio: number
  readonly requestsRatio: Figure
  readonly exportRatio: Figure
  readonly exportPeakMb: Figure
}

function ratiosOf(runs: readonly Run[]): Ratios {
  const names = Object.keys(runs[0]?.queries ?? {})
  const ratio = (name: string, of: 'apiP95' | 'minimalP95') =>
    spreadOf(
      runs.map(({ queries }) => {
        const one = queries[name]
        return one === undefined ? Number.NaN : one[of] / one.bareP95
      }),
    )
  const ratios = (of: 'apiP95' | 'minimalP95') =>
    Object.fromEntries(names.map((name) => [name, ratio(name, of)]))
  const p95Ratios = ratios('apiP95')
  return {
    p95Ratios,
    minimalP95Ratios: ratios('minimalP95'),
    worstP95Ratio: Math.max(...Object.values(p95Ratios).map((figure) => figure?.median ?? 0)),
    requestsRatio: spreadOf(runs.map(({ requests }) => requests.ours / requests.minimal)),
    exportRatio: spreadOf(runs.map(({ export: { ours, copy } }) => ours / copy)),
    exportPeakMb: spreadOf(runs.map(({ export: { peakMb } }) => peakMb)),
  }
}

const linesOf = (ratios: Ratios): string[] => [
  ...Object.entries(ratios.p95Ratios).map(
    ([name, figure]) =>
      `${name}: p95 ${shown(figure)} of the bare SQL (minimal handler ${shown(ratios.minimalP95Ratios[name])})`,
  ),
  `requests a second: ${shown(ratios.requestsRatio)} of the minimal handler`,
  `export: ${shown(ratios.exportRatio)} of the rows a second of COPY, peak ${shown(ratios.exportPeakMb, 0)} MB`,
]
