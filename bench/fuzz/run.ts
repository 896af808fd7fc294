import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startStackOn } from '../../test/support/stack.ts'
import { openHouse } from '../house.ts'

export interface FuzzOptions {
  readonly examples: number
  readonly seed: number
  readonly json: boolean
}

interface FuzzReport {
  readonly configuration: FuzzOptions & { readonly schemathesis: string; readonly node: string }
  readonly requests: number
  /** Answers of 500 and above, by what was asked; 503 among them, which says that something is away. */
  readonly serverErrors: Readonly<Record<string, number>>
  /** Answers that are not as described: their status, type, headers or shape; and routes that let in whom they should not. */
  readonly violations: Readonly<Record<string, number>>
  /** What else schemathesis says, by its check. */
  readonly remarks: Readonly<Record<string, number>>
  readonly statuses: Readonly<Record<string, number>>
}

const PROGRAM = process.env.SCHEMATHESIS ?? 'schemathesis'

/**
 * Left out, since they take away what the others are asked with: a token that revokes itself, and a connection that stays
 * open for ten minutes by design.
 */
const LEFT_OUT = ['DELETE /api/v1/tokens/{id}', 'GET /api/v1/runs/{id}/events']

/**
 * Remarks, and no violations. Requests that the schema allows are refused where the document cannot say why: a cursor that
 * nobody handed out, a text with control characters, ids that do not go together. And beside `/findings/{id}` there are
 * fixed names, so that a method of the one is no method of the other and answers 400 or 404 instead of 405.
 */
const REMARKS: ReadonlySet<string> = new Set([
  'positive_data_acceptance',
  'unsupported_method',
  'allow_header_conformance',
])

/** The whole product with a collected tenant: what a request finds there is real, and so is what it breaks. */
export async function runFuzz(options: FuzzOptions): Promise<void> {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  await using opened = new AsyncDisposableStack()
  const version = await versionOf()
  const house = await openHouse()
  opened.defer(() => house.close())
  const stack = await startStackOn(house.servers)
  opened.defer(() => stack.close())
  const folder = await mkdtemp(join(tmpdir(), 'casbah-fuzz-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  say('collecting a tenant, so that there is something to ask for …')
  const { id } = await stack.integrate()
  const tickets = await stack.collect(id)
  await stack.ended(tickets.full.run_id, tickets.incremental.run_id)
  say(`schemathesis ${version}, ${options.examples} examples an operation …`)
  await fuzz(stack, folder, options)
  const report = await readReport(join(folder, 'calls.ndjson'), options, version)
  process.stdout.write(options.json ? `${JSON.stringify(report, null, 2)}\n` : wordsOf(report))
  if (report.requests === 0) throw new Error('schemathesis sent nothing. What it says stands above.')
  if (Object.keys(report.violations).length > 0 || Object.keys(report.serverErrors).length > 0)
    process.exitCode = 1
}

async function versionOf(): Promise<string> {
  const child = spawn(PROGRAM, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const texts: string[] = []
  child.stdout.on('data', (data) => texts.push(String(data)))
  const error = await Promise.race([once(child, 'close').then(() => null), once(child, 'error')])
  if (error !== null) {
    throw new Error(
      'schemathesis was not found. Install it (pip install schemathesis), or set SCHEMATHESIS to where it is.',
    )
  }
  return texts.join('').trim().split(' ').at(-1) ?? ''
}

async function fuzz(
  { api, token }: { readonly api: { readonly url: string }; readonly token: string },
  folder: string,
  { examples, seed }: FuzzOptions,
): Promise<void> {
  const child = spawn(
    PROGRAM,
    [
      ...['run', `${api.url}/api/v1/openapi.json`, '--header', `Authorization: Bearer ${token}`],
      ...['--checks', 'all', '--max-examples', String(examples), '--seed', String(seed), '--workers', '2'],
      ...['--continue-on-failure', '--request-timeout', '30', '--suppress-health-check', 'all'],
      ...LEFT_OUT.flatMap((name) => ['--exclude-name', name]),
      ...['--report', 'ndjson', '--report-ndjson-path', join(folder, 'calls.ndjson'), '--no-color'],
    ],
    { stdio: ['ignore', process.stderr, process.stderr], cwd: folder },
  )
  await once(child, 'close')
}

/** The parts of schemathesis' NDJSON that are counted here. */
interface Scenario {
  readonly recorder?: {
    readonly label?: string
    readonly interactions?: Readonly<Record<string, { readonly response?: { readonly status_code: number } }>>
    readonly checks?: Readonly<
      Record<
        string,
        readonly { readonly name: string; readonly status: string; readonly failure_info?: Told }[]
      >
    >
  }
}

interface Told {
  readonly failure?: { readonly title?: string; readonly message?: string; readonly operation?: string }
}

async function readReport(file: string, options: FuzzOptions, schemathesis: string): Promise<FuzzReport> {
  const counts = {
    requests: 0,
    serverErrors: new Tally(),
    violations: new Tally(),
    remarks: new Tally(),
    statuses: new Tally(),
  }
  const lines = createInterface({
    input: createReadStream(file, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  for await (const line of lines) {
    const { ScenarioFinished: scenario } = JSON.parse(line) as { ScenarioFinished?: Scenario }
    const { label = '', interactions = {}, checks = {} } = scenario?.recorder ?? {}
    for (const { response } of Object.values(interactions)) {
      counts.requests += 1
      counts.statuses.add(String(response?.status_code ?? 'none'))
      if ((response?.status_code ?? 0) >= 500) counts.serverErrors.add(`${label} ${response?.status_code}`)
    }
    for (const { name, status, failure_info } of Object.values(checks).flat()) {
      const { title = '', operation = label } = failure_info?.failure ?? {}
      if (status !== 'failure') continue
      const kind = REMARKS.has(name) ? counts.remarks : counts.violations
      kind.add(`${name}: ${operation}: ${title}`)
    }
  }
  return {
    configuration: { ...options, schemathesis, node: process.version },
    requests: counts.requests,
    serverErrors: counts.serverErrors.counts,
    violations: counts.violations.counts,
    remarks: counts.remarks.counts,
    statuses: counts.statuses.counts,
  }
}

class Tally {
  readonly #counts = new Map<string, number>()

  add(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort())
  }
}

function wordsOf({ requests, serverErrors, violations, remarks, statuses }: FuzzReport): string {
  const listed = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `  ${count} × ${name}\n`)
      .join('')
  return [
    `${requests} requests; answers: ${Object.entries(statuses)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}`,
    `server errors: ${Object.keys(serverErrors).length}`,
    listed(serverErrors),
    `violations: ${Object.keys(violations).length}`,
    listed(violations),
    `remarks: ${Object.keys(remarks).length}`,
    listed(remarks),
  ].join('\n')
}
