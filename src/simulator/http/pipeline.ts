import type { World } from '../world.ts'
import type { Authorized } from './auth.ts'
import { authenticate, isAnswer, refusalOf } from './auth.ts'
import { methodNotAllowed, tooManyRequests, unknownUrl } from './errors.ts'
import type { FaultyDelivery } from './faults.ts'
import { bendAnswer, bendRequest, deliveryOf, FaultPlan, replacementOf } from './faults.ts'
import { DOWNLOADS_PER_MINUTE, RateLimits } from './limits.ts'
import type { Answer, Request, Route } from './message.ts'
import type { PaceView } from './pace.ts'
import { Pace } from './pace.ts'
import { Router } from './router.ts'
import type { Stats } from './stats.ts'

// One request, from route to answer, in upstream's order of checks: key, address, scope, workspace, parameters, rate
// limit, object. Planted faults come before or after, never in between.

export interface Outcome {
  readonly answer: Answer
  readonly delivery: FaultyDelivery
}

const NORMAL: FaultyDelivery = { delayMs: 0, reset: false, truncate: false }

export class Pipeline {
  readonly #world: World
  readonly #stats: Stats
  readonly #router: Router
  readonly #limits: RateLimits
  readonly #pace = new Pace()
  readonly #faults: FaultPlan

  constructor(world: World, routes: readonly Route[], stats: Stats) {
    this.#world = world
    this.#stats = stats
    this.#router = new Router(routes)
    this.#limits = new RateLimits(world.options.rateFactor)
    this.#faults = new FaultPlan(world.tenant.seed)
  }

  get pace(): Readonly<Record<string, PaceView>> {
    return this.#pace.view()
  }

  /** Faults that hit a download from the second origin. */
  get faults(): FaultPlan {
    return this.#faults
  }

  serve(request: Omit<Request, 'params'>): Outcome {
    this.#stats.method(request.method, request.path)
    const match = this.#router.match(request.method, request.path)
    if (match.kind === 'route') return this.#serveRoute(match.route, { ...request, params: match.params })
    const answer =
      match.kind === 'wrong method'
        ? methodNotAllowed(request.method)
        : unknownUrl(request.method, request.path)
    this.#stats.request(request.method, 'unmatched', answer.status)
    return { answer, delivery: NORMAL }
  }

  #serveRoute(route: Route, plainRequest: Request): Outcome {
    const scenario = this.#world.scenario.current
    const faults = this.#faults.hits(scenario, `${route.method} ${route.template}`)
    for (const _ of faults) this.#stats.fault()
    const request = bendRequest(faults, plainRequest)
    const planted = replacementOf(faults, request.now)
    if (planted) this.#rememberPlantedWait(route, request, planted)
    const real = planted ?? this.#answer(route, request)
    const bent = bendAnswer(faults, real)
    const answer = faults.some((fault) => fault.kind === 'expiredLink')
      ? this.#expireLink(bent, request.now)
      : bent
    this.#stats.request(route.method, route.template, answer.status)
    return { answer, delivery: deliveryOf(faults) }
  }

  #answer(route: Route, request: Request): Answer {
    const scenario = this.#world.scenario.current
    const caller = authenticate(this.#world.tenant, scenario, request)
    if (isAnswer(caller)) return caller
    this.#stats.key(caller.label)
    const refusal = refusalOf(this.#world.tenant, scenario, route, request, caller) ?? route.check?.(request)
    if (refusal) return refusal
    const bucket = this.#bucket(route, request, caller.label)
    const verdict = this.#limits.take(bucket, route.perMinute, request.now, scenario.strictMinute)
    if (verdict.tooEarly) this.#stats.tooEarly()
    const perMinute = route.perMinute * this.#world.options.rateFactor
    if (!verdict.allowed) {
      this.#pace.refused(bucket, perMinute, request.now)
      return tooManyRequests(String(verdict.retryAfterSeconds))
    }
    this.#pace.allowed(bucket, perMinute, request.now)
    const answer = route.handle(request, caller)
    this.#leaveTrace(route, request, caller, answer.status < 400)
    return answer
  }

  #bucket(route: Route, request: Request, label: string): string {
    const byWorkspace = route.plane === 'compliance' && route.perMinute !== DOWNLOADS_PER_MINUTE
    const who = byWorkspace ? (request.params.workspace_id ?? request.params.organization_id ?? label) : label
    return `${who} ${route.method} ${route.template}`
  }

  #leaveTrace(route: Route, request: Request, caller: Authorized, ok: boolean): void {
    if (!route.trace) return
    const { action, data } = route.trace(request)
    const agent = request.headers['user-agent'] ?? ''
    this.#world.calls.add({ at: request.now, action, ok, key: caller.redacted, agent, data })
  }

  #rememberPlantedWait(route: Route, request: Request, planted: Answer): void {
    const seconds = Number(planted.headers?.['retry-after'])
    const caller = authenticate(this.#world.tenant, this.#world.scenario.current, request)
    if (isAnswer(caller) || !Number.isInteger(seconds)) return
    const bucket = this.#bucket(route, request, caller.label)
    if (this.#limits.take(bucket, route.perMinute, request.now).tooEarly) this.#stats.tooEarly()
    this.#limits.block(bucket, request.now, seconds)
  }

  #expireLink(answer: Answer, now: number): Answer {
    const location = answer.headers?.location
    if (location === undefined) return answer
    const stale = this.#world.links.sign(new URL(location).pathname, now - 1_000_000)
    return { ...answer, headers: { ...answer.headers, location: stale } }
  }
}
