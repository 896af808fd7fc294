import { serveDownload } from './clp/downloads.ts'
import { complianceRoutes } from './compliance/routes.ts'
import type { ControlContext } from './control.ts'
import { control } from './control.ts'
import type { Incoming, Reply } from './http/listen.ts'
import { listen } from './http/listen.ts'
import { Pipeline } from './http/pipeline.ts'
import type { StatsView } from './http/stats.ts'
import { Stats } from './http/stats.ts'
import type { SimulatorOptions } from './options.ts'
import { resolveOptions } from './options.ts'
import { platformRoutes } from './platform/routes.ts'
import { readSamples, recordingRoutes, recordingTruth } from './recordings.ts'
import { platformProject } from './tenant/platform-projects.ts'
import { tenantTruth } from './truth/truth.ts'
import type { World } from './world.ts'
import { makeWorld } from './world.ts'

export interface Simulator {
  /** `http://127.0.0.1:P/v1`; both planes share one port. */
  readonly platformUrl: string
  readonly complianceUrl: string
  /** The second origin, where log files are downloaded from. */
  readonly downloadUrl: string
  readonly organizationId: string
  readonly workspaceId: string
  readonly keys: SimulatorKeys
  stats(): StatsView
  close(): Promise<void>
}

export interface SimulatorKeys {
  readonly admin: string
  readonly compliance: string
  readonly project: string
  readonly projectId: string
}

function keysOf(world: World): SimulatorKeys {
  return { ...world.tenant.tokens, projectId: platformProject(world.tenant, 0).id }
}

const NO_FAULT = { delayMs: 0, reset: false, truncate: false }

/** Starts the simulated tenant on two ports of the given host; port 0 takes any free one. */
export async function startSimulator(given: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const options = resolveOptions(given)
  const world = makeWorld(options)
  const stats = new Stats()
  const samples = options.recordingsFile === undefined ? undefined : readSamples(options.recordingsFile)
  const routes = samples ? recordingRoutes(samples) : [...platformRoutes(world), ...complianceRoutes(world)]
  const pipeline = new Pipeline(world, routes, stats)
  const urls = { platformUrl: '', complianceUrl: '', downloadUrl: '' }
  const controls: ControlContext = {
    world,
    stats,
    pace: () => pipeline.pace,
    truth: samples ? recordingTruth(samples) : tenantTruth(world),
    urls: () => urls,
    keys: () => ({ ...keysOf(world) }),
  }
  const latency = () => world.scenario.current.latencyMs
  const downloads = await listen(
    options.host,
    options.downloadPort,
    download(world, pipeline, stats),
    latency,
  )
  const api = await listen(options.host, options.port, answerApi(world, pipeline, controls), latency).catch(
    async (problem: unknown) => {
      await downloads.close()
      throw problem
    },
  )
  world.links.serveFrom(downloads.origin)
  urls.platformUrl = `${api.origin}/v1`
  urls.complianceUrl = `${api.origin}/v1`
  urls.downloadUrl = downloads.origin
  return {
    ...urls,
    organizationId: world.tenant.organizationId,
    workspaceId: world.tenant.workspaceId,
    keys: keysOf(world),
    stats: () => stats.view(world.calls.size),
    close: async () => {
      await Promise.all([api.close(), downloads.close()])
    },
  }
}

function answerApi(
  world: World,
  pipeline: Pipeline,
  controls: ControlContext,
): (incoming: Incoming) => Reply {
  return ({ method, url, headers, body }) => {
    const { pathname: path, searchParams: query } = url
    if (path.startsWith('/_sim/'))
      return { answer: control(controls, { method, path, query, body }), delivery: NO_FAULT }
    return pipeline.serve({ method, path, query, headers, body, now: world.clock.now() })
  }
}

function download(world: World, pipeline: Pipeline, stats: Stats): (incoming: Incoming) => Reply {
  return ({ method, url, headers }) => {
    stats.method(method, url.pathname)
    return serveDownload(world, pipeline.faults, stats, {
      path: url.pathname,
      query: url.searchParams,
      authorization: headers.authorization,
      now: world.clock.now(),
    })
  }
}
