import { cpus } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Sql } from '../../src/db/client.ts'
import { createCustomRule } from '../../src/db/custom-rules/custom-rules.ts'
import { chunksOf } from '../../src/evaluation/chunks.ts'
import { foresee, judgeNow } from '../../src/evaluation/judge-now.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import type { FreshDatabase } from '../ingest/place.ts'
import { openPlace } from '../ingest/place.ts'
import { plantTenant } from '../rules/plant.ts'
import type { Figure } from '../spread.ts'
import { shown, spreadOf } from '../spread.ts'

export interface BacktestOptions {
  readonly assets: number
  readonly runs: number
  readonly json: boolean
}

interface Measured {
  /** Seconds. */
  readonly read: number
  readonly backtest: number
  readonly save: number
  /** Milliseconds that the event loop was held up at most during the backtest. */
  readonly held: number
  readonly wouldOpen: number
  readonly opened: number
}

const KIND = 'platform.project_key'
const CHUNK = 1_000
/** One in so many fails. */
const FAULTY = 100

const RULE = {
  ruleId: 'custom.bench',
  version: 1,
  kind: KIND,
  events: null,
  atLeast: null,
  enabled: true,
  title: 'Bench',
  description: '',
  remediation: '',
  severity: 'medium',
  expression:
    'asset.owner_type == "service_account" && asset.name.matches("^ci-[0-9]+$") && now - asset.created_at > days(30)',
} as const

/** Each run has a database of its own: what saving writes would make the next backtest another one. */
export async function runBacktest(options: BacktestOptions): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const place = await openPlace(say)
  const raw: Measured[] = []
  try {
    for (let run = 1; run <= options.runs; run += 1) {
      const fresh = await place.freshDatabase()
      try {
        raw.push(await measureOnce(fresh, options.assets))
      } finally {
        await fresh.drop()
      }
      say(`run ${run} of ${options.runs}: ${JSON.stringify(raw.at(-1))}`)
    }
  } finally {
    await place.opened.disposeAsync()
  }
  const report = reportOf(options, raw)
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : wordsOf(report))
}

async function measureOnce({ database }: FreshDatabase, assets: number): Promise<Measured> {
  const { sql, drizzle: db } = database
  const { id } = await plantTenant(sql, 10)
  await plantKeys(sql, id, assets)
  const read = await seconds(async () => {
    for await (const _ of chunksOf(sql, id, KIND, CHUNK));
  })
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  let wouldOpen = 0
  const backtest = await seconds(async () => {
    wouldOpen = (await foresee({ sql, db }, id, { by: 'custom', rule: RULE }))?.counts.open ?? 0
  })
  delay.disable()
  let opened = 0
  const { version: _, ...text } = RULE
  await createCustomRule(db, { ...text, integrationId: id, createdBy: SYSTEM_ACTOR }, 1)
  const save = await seconds(async () => {
    opened = (await judgeNow({ sql, db }, id, { by: 'custom', rule: RULE }))?.opened ?? 0
  })
  if (opened !== wouldOpen || opened === 0) throw new Error(`foreseen ${wouldOpen}, opened ${opened}`)
  return { read, backtest, save, held: delay.max / NANOS_PER_MS, wouldOpen, opened }
}

const NANOS_PER_MS = 1_000_000

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1_000
}

async function plantKeys(sql: Sql, id: IntegrationId, count: number): Promise<void> {
  await sql`
    insert into assets (id, integration_id, kind, external_id, parent_id, attributes, person_ids, content_hash)
    select gen_random_uuid(), ${id}, ${KIND}, 'proj_1/bench_' || n, 'proj_1',
      jsonb_build_object('name', case when n % ${FAULTY}::int = 0 then 'ci-' else 'key ' end || n,
        'owner_type', 'service_account', 'owner_id', 'svc_' || n, 'redacted_value', 'sk-…' || n,
        'created_at', extract(epoch from now())::bigint - 9000000, 'last_used_at', null),
      '{}'::jsonb, md5(n::text)
    from generate_series(1, ${count}::int) n`
  await sql`analyze assets`
}

interface Report {
  readonly configuration: BacktestOptions & {
    readonly node: string
    readonly cores: number
    readonly expression: string
  }
  readonly read: Figure
  readonly backtest: Figure
  readonly save: Figure
  readonly overReading: Figure
  readonly held: Figure
  readonly raw: readonly Measured[]
}

const reportOf = (options: BacktestOptions, raw: readonly Measured[]): Report => ({
  configuration: { ...options, node: process.version, cores: cpus().length, expression: RULE.expression },
  read: spreadOf(raw.map(({ read }) => read)),
  backtest: spreadOf(raw.map(({ backtest }) => backtest)),
  save: spreadOf(raw.map(({ save }) => save)),
  overReading: spreadOf(raw.map(({ backtest, read }) => backtest / read)),
  held: spreadOf(raw.map(({ held }) => held)),
  raw,
})

function wordsOf({ configuration, ...report }: Report): string {
  const { assets, runs, node, cores, expression } = configuration
  return [
    `${assets.toLocaleString('en')} assets, ${runs} runs, Node ${node}, ${cores} cores`,
    expression,
    '',
    `backtest      ${shown(report.backtest)} s`,
    `saving        ${shown(report.save)} s`,
    `reading       ${shown(report.read)} s`,
    `over reading  ${shown(report.overReading)}`,
    `held up       ${shown(report.held, 0)} ms of the event loop at once, at most`,
    '',
  ].join('\n')
}
