import { SCOPE } from '../http/auth.ts'
import { badParameter, notFound } from '../http/errors.ts'
import { COMPLIANCE_PER_MINUTE } from '../http/limits.ts'
import type { Answer, AuditTrace, Request, Route } from '../http/message.ts'
import type { Limits, Listing } from '../http/pagination.ts'
import { answerByCursor, answerCompliance, limitRefusal } from '../http/pagination.ts'
import type { Item } from '../platform/listings.ts'
import { poisonPage } from '../poison.ts'
import { AGENTS, CODEX_ENVIRONMENTS, CODEX_TASKS, PLUGINS, SKILLS } from '../tenant/agents.ts'
import { automationsOf, canvasesOf, libraryFilesOf, recordingsOf } from '../tenant/personal.ts'
import type { World } from '../world.ts'
import { memberOf, memoryList, personalList, thingList } from './work-listings.ts'

const WORKSPACE = '/v1/compliance/workspaces/{workspace_id}'

const upTo = (max: number, fallback = max): Limits => ({ fallback, min: 1, max, clamp: true })

/** One list of the workspace, or of one of its users. */
interface List {
  readonly path: string
  readonly stream: string
  readonly limits: Limits
  /** What the audit log calls a look at it; some have no name in OpenAI's catalogue. */
  readonly action?: string
  /** Whether pages go by an opaque `cursor`; otherwise by `after`. */
  readonly byCursor: boolean
  /** Undefined: there is nobody of that id. */
  readonly list: (request: Request) => Listing<Item> | undefined
}

function listsOf(world: World): readonly List[] {
  const personal =
    (of: Parameters<typeof personalList>[2]): List['list'] =>
    ({ params }) => {
      const index = memberOf(world, params.user_id ?? '')
      return index === undefined ? undefined : personalList(world, index, of)
    }
  return [
    {
      ...{ path: '/memories', stream: 'chatgpt.memories', limits: upTo(200), byCursor: false },
      action: 'LIST_MEMORIES',
      list: () => memoryList(world),
    },
    {
      ...{ path: '/users/{user_id}/canvases', stream: 'chatgpt.canvases', limits: upTo(30), byCursor: false },
      action: 'LIST_USER_CANVASES',
      list: personal(canvasesOf),
    },
    {
      ...{
        path: '/users/{user_id}/recordings',
        stream: 'chatgpt.recordings',
        limits: upTo(20, 10),
        byCursor: true,
      },
      action: 'LIST_USER_RECORDINGS',
      list: personal(recordingsOf),
    },
    {
      ...{
        path: '/users/{user_id}/automations',
        stream: 'chatgpt.automations',
        limits: upTo(100),
        byCursor: false,
      },
      action: 'LIST_USER_AUTOMATIONS',
      list: personal(automationsOf),
    },
    {
      ...{
        path: '/users/{user_id}/library_files',
        stream: 'chatgpt.library_files',
        limits: upTo(200),
        byCursor: true,
      },
      list: personal(libraryFilesOf),
    },
    {
      ...{
        path: '/codex_environments',
        stream: 'chatgpt.codex_environments',
        limits: upTo(30),
        byCursor: false,
      },
      list: () => thingList(world, CODEX_ENVIRONMENTS),
    },
    {
      ...{ path: '/codex_tasks', stream: 'chatgpt.codex_tasks', limits: upTo(30), byCursor: true },
      action: 'LIST_CODEX_TASKS',
      list: () => thingList(world, CODEX_TASKS),
    },
    {
      ...{ path: '/agents', stream: 'chatgpt.agents', limits: upTo(50), byCursor: true },
      action: 'LIST_WORKSPACE_AGENTS',
      list: () => thingList(world, AGENTS),
    },
    {
      ...{ path: '/plugins', stream: 'chatgpt.plugins', limits: upTo(100, 50), byCursor: true },
      action: 'LIST_PLUGINS',
      list: () => thingList(world, PLUGINS),
    },
  ]
}

function listRoute(world: World, { path, stream, limits, action, byCursor, list }: List): Route {
  const answer = byCursor ? answerByCursor : answerCompliance
  const trace = action === undefined ? undefined : (request: Request): AuditTrace => traceOf(request, action)
  return {
    method: 'GET',
    template: `${WORKSPACE}${path}`,
    plane: 'compliance',
    scopes: () => [SCOPE.complianceExport],
    perMinute: COMPLIANCE_PER_MINUTE,
    check: limitRefusal(limits),
    handle: (request) => {
      const found = list(request)
      if (found === undefined) return notFound('user', request.params.user_id ?? '', 'user_id')
      return answer(found, request, limits, (items) => poisonPage(world, stream, items))
    },
    ...(trace === undefined ? {} : { trace }),
  }
}

function traceOf(request: Request, action: string): AuditTrace {
  const given = ['after', 'cursor', 'limit'].flatMap((name) => {
    const value = request.query.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const { user_id } = request.params
  return { action, data: { ...Object.fromEntries(given), ...(user_id === undefined ? {} : { user_id }) } }
}

const SKILL_LIMITS = upTo(100)

/** The one list that is asked for with a body. */
function skillsRoute(world: World): Route {
  const asked = (request: Request): Request | Answer => {
    const body = bodyOf(request.body)
    if (body === null) return badParameter('limit', 'The body must be an object with a limit.')
    const query = new URLSearchParams({ limit: String(body.limit) })
    if (typeof body.cursor === 'string') query.set('cursor', body.cursor)
    return { ...request, query }
  }
  const isAnswer = (value: Request | Answer): value is Answer => 'status' in value
  return {
    method: 'POST',
    template: `${WORKSPACE}/skills`,
    plane: 'compliance',
    scopes: () => [SCOPE.complianceExport],
    perMinute: COMPLIANCE_PER_MINUTE,
    check: (request) => {
      const read = asked(request)
      return isAnswer(read) ? read : limitRefusal(SKILL_LIMITS)(read)
    },
    handle: (request) => {
      const read = asked(request)
      if (isAnswer(read)) return read
      return answerByCursor(thingList(world, SKILLS), read, SKILL_LIMITS, (items) =>
        poisonPage(world, 'chatgpt.skills', items),
      )
    },
    trace: () => ({ action: 'LIST_WORKSPACE_SKILLS', data: {} }),
  }
}

function bodyOf(text: string): { readonly limit: unknown; readonly cursor?: unknown } | null {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && 'limit' in body ? body : null
  } catch {
    return null
  }
}

export function workRoutes(world: World): Route[] {
  return [...listsOf(world).map((list) => listRoute(world, list)), skillsRoute(world)]
}
