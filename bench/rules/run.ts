import { randomUUIDv7 } from 'node:crypto'
import { cpus } from 'node:os'
import { nextEvents } from '../../src/db/event-rules/next-events.ts'
import { nextAssets } from '../../src/db/findings/next-assets.ts'
import { countActivity } from '../../src/evaluation/activity/count-activity.ts'
import { evaluateRules } from '../../src/evaluation/evaluate-rules.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { EVENT_RULE_IDS, STATE_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { KINDS_OF_SUBJECT } from '../../src/rules/bundles.ts'
import { cpuOfTree } from '../ingest/cpu.ts'
import type { BenchPlace, FreshDatabase } from '../ingest/place.ts'
import { openPlace } from '../ingest/place.ts'
import type { Figure } from '../spread.ts'
import { shown, spreadOf } from '../spread.ts'
import { plantEvents, plantTenant } from './plant.ts'

export interface RulesOptions {
  readonly assets: number
  readonly small: number
  readonly events: number
  readonly runs: number
  readonly json: boolean
}

interface Measured {
  readonly what: 'assets' | 'small_tenants' | 'days' | 'events' | 'read_assets' | 'read_events'
  readonly count: number
  readonly seconds: number
  /** CPU seconds of this process and of Postgres together. */
  readonly cpu: number
  /** Megabytes that the heap has grown by at most meanwhile. */
  readonly grewMb: number
  readonly opened: number
}

/**
 * All rules over what is stored, in this process, against Postgres. The rate is per CPU second of both together, which
 * is what a core does; beside it stands the plain reading of the same rows.
 */
export async function runRules(options: RulesOptions): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const place = await openPlace(say)
  const measured: Measured[] = []
  try {
    for (let run = 1; run <= options.runs; run += 1) {
      for (const one of await measureOnce(place, options)) {
        measured.push(one)
        say(`run ${run} of ${options.runs}: ${one.what}, ${Math.round(rateOf(one))} a CPU second`)
      }
    }
  } finally {
    await place.opened.disposeAsync()
  }
  const report = reportOf(options, measured)
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : wordsOf(report))
}

/** Together they take long enough to be measured by ticks of a hundredth of a second. */
const SMALL_TENANTS = 5
/** A tenant that is judged before, so that no figure holds what Node takes to compile the rules. */
const WARM_UP_ASSETS = 5_000

async function measureOnce(place: BenchPlace, { assets, small, events }: RulesOptions): Promise<Measured[]> {
  const fresh = await place.freshDatabase()
  try {
    const { sql } = fresh.database
    const warmUp = await plantTenant(sql, WARM_UP_ASSETS)
    const tenants: Awaited<ReturnType<typeof plantTenant>>[] = []
    for (let no = 1; no <= SMALL_TENANTS; no += 1) tenants.push(await plantTenant(sql, small))
    const large = await plantTenant(sql, assets)
    await plantEvents(sql, large.id, events)
    await settle(sql)
    const judge = (id: IntegrationId, ruleIds: readonly RuleId[]) => evaluate(fresh, id, ruleIds)
    await judge(warmUp.id, STATE_RULE_IDS)
    const judgeSmall = async (): Promise<number> => {
      let opened = 0
      for (const { id } of tenants) opened += await judge(id, STATE_RULE_IDS)
      return opened
    }
    const ofSmall = tenants.reduce((sum, { judged }) => sum + judged, 0)
    return [
      await measure(place, 'small_tenants', ofSmall, judgeSmall),
      // Whichever evaluation comes first after events counts their days, so it is measured by itself.
      await measure(place, 'days', events, () => countDays(fresh, large.id)),
      await measure(place, 'assets', large.judged, () => judge(large.id, STATE_RULE_IDS)),
      await measure(place, 'read_assets', large.judged, () => readAssets(fresh, large.id)),
      await measure(place, 'events', events, () => judge(large.id, EVENT_RULE_IDS)),
      await measure(place, 'read_events', events, () => readEvents(fresh, large.id)),
    ]
  } finally {
    await fresh.drop()
  }
}

/** What Postgres does by itself after so much was planted, it does before anything is measured. */
async function settle(sql: FreshDatabase['database']['sql']): Promise<void> {
  await sql`vacuum (analyze)`
  await sql`checkpoint`
}

async function evaluate(
  { database }: FreshDatabase,
  integrationId: IntegrationId,
  ruleIds: readonly RuleId[],
): Promise<number> {
  const input = { integrationId, runId: asRunId(randomUUIDv7()), runNo: asRunNo(1), ruleIds }
  const { opened } = await evaluateRules({ sql: database.sql, db: database.drizzle }, input)
  return opened
}

async function countDays({ database }: FreshDatabase, integrationId: IntegrationId): Promise<number> {
  await countActivity({ sql: database.sql, integrationId, mode: 'metadata' })
  return 0
}

const CHUNK = 1_000

/** The rows that rules are fed with, read and thrown away. */
async function readAssets({ database }: FreshDatabase, integrationId: IntegrationId): Promise<number> {
  for (const kind of Object.values(KINDS_OF_SUBJECT).flat()) {
    let after: string | null = null
    for (;;) {
      const rows = await nextAssets(database.sql, { integrationId, kind, after, limit: CHUNK })
      if (rows.length < CHUNK) break
      after = rows.at(-1)?.externalId ?? null
    }
  }
  return 0
}

const PAGE = 5_000
/** As many as fill a page. */
const COMMITS_A_PAGE = PAGE / 1_000

async function readEvents({ database }: FreshDatabase, integrationId: IntegrationId): Promise<number> {
  const deeds = ['USER_ROLE_UPDATED', 'WORKSPACE_SET_SHARING_PERMISSION']
  for (let after = 0; ; after += COMMITS_A_PAGE) {
    const upTo = after + COMMITS_A_PAGE
    const page = { integrationId, stream: 'logs.AUDIT_LOG', deeds, after, upTo, limit: PAGE } as const
    const rows = await nextEvents(database.sql, page)
    if (rows.length === 0) return 0
  }
}

const MICROS_PER_SECOND = 1_000_000
const BYTES_PER_MB = 1_048_576
const LOOK_AT_MEMORY_MS = 50

async function measure(
  place: BenchPlace,
  what: Measured['what'],
  count: number,
  work: () => Promise<number>,
): Promise<Measured> {
  const memory = () => process.memoryUsage.rss() / BYTES_PER_MB
  const from = memory()
  let most = from
  const watch = setInterval(() => {
    most = Math.max(most, memory())
  }, LOOK_AT_MEMORY_MS)
  const [server, own, startedAt] = [cpuOfTree(place.postgres.pid), process.cpuUsage(), performance.now()]
  try {
    const opened = await work()
    const { user, system } = process.cpuUsage(own)
    return {
      what,
      count,
      seconds: (performance.now() - startedAt) / 1_000,
      cpu: (user + system) / MICROS_PER_SECOND + cpuOfTree(place.postgres.pid) - server,
      grewMb: Math.round(most - from),
      opened,
    }
  } finally {
    clearInterval(watch)
  }
}

const rateOf = ({ count, cpu }: Measured): number => count / cpu

interface RulesReport {
  readonly configuration: RulesOptions & {
    readonly node: string
    readonly cores: number
    readonly rules: number
  }
  /** A CPU second. */
  readonly assetRate: Figure
  readonly eventRate: Figure
  /** Events whose days are counted: who did how much, and what was used. */
  readonly dayRate: Figure
  /** Rate of the large tenant ÷ rate of the small ones. */
  readonly flatness: Figure
  /** CPU of judging ÷ CPU of reading the same rows. */
  readonly overReading: { readonly assets: Figure; readonly events: Figure }
  readonly grewMb: Figure
  readonly raw: readonly Measured[]
}

function reportOf(options: RulesOptions, raw: readonly Measured[]): RulesReport {
  const of = (what: Measured['what']) => raw.filter((one) => one.what === what)
  const pairwise = (
    left: readonly Measured[],
    right: readonly Measured[],
    compare: (a: Measured, b: Measured) => number,
  ) =>
    spreadOf(
      left.flatMap((one, run) => {
        const other = right[run]
        return other === undefined ? [] : [compare(one, other)]
      }),
    )
  const cpuRatio = (one: Measured, other: Measured) => one.cpu / other.cpu
  return {
    configuration: {
      ...options,
      node: process.version,
      cores: cpus().length,
      rules: STATE_RULE_IDS.length + EVENT_RULE_IDS.length,
    },
    assetRate: spreadOf(of('assets').map(rateOf)),
    eventRate: spreadOf(of('events').map(rateOf)),
    dayRate: spreadOf(of('days').map(rateOf)),
    flatness: pairwise(of('assets'), of('small_tenants'), (one, other) => rateOf(one) / rateOf(other)),
    overReading: {
      assets: pairwise(of('assets'), of('read_assets'), cpuRatio),
      events: pairwise(of('events'), of('read_events'), cpuRatio),
    },
    grewMb: spreadOf(of('assets').map(({ grewMb }) => grewMb)),
    raw,
  }
}

function wordsOf(report: RulesReport): string {
  const { assets, small, events, runs, node, cores, rules } = report.configuration
  return [
    `${assets.toLocaleString('en')} assets beside tenants of ${small.toLocaleString('en')}, ${events.toLocaleString('en')} events, ${rules} rules, ${runs} runs`,
    `Node ${node}, ${cores} cores; rates are per CPU second of the process and Postgres together`,
    '',
    `assets judged   ${shown(report.assetRate, 0)} a CPU second`,
    `events judged   ${shown(report.eventRate, 0)} a CPU second`,
    `events counted  ${shown(report.dayRate, 0)} a CPU second, by day`,
    `flatness        ${shown(report.flatness)} of the rate of the small tenants`,
    `over reading    ${shown(report.overReading.assets)} assets, ${shown(report.overReading.events)} events`,
    `memory grew by  ${shown(report.grewMb, 0)} MB`,
    '',
  ].join('\n')
}
