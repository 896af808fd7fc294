import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Jira and ServiceNow as far as Casbah asks them, on loopback: they keep what they are told, and refuse as the real ones do. */

type Body = Readonly<Record<string, unknown>>

export interface KeptTicket {
  readonly id: string
  readonly key: string
  /** All that it was made of. */
  readonly made: Body
  readonly marker: string
  status: string
  readonly comments: unknown[]
  deleted: boolean
}

export interface Refusal {
  readonly status: number
  /** A text is sent as it stands. */
  readonly body?: Body | string
  readonly headers?: Record<string, string>
}

export interface AskedOf {
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
}

const NOT_THERE: Refusal = { status: 404, body: { errorMessages: ['Issue does not exist'] } }

async function listen(answer: (asked: AskedOf, body: Body, visible: KeptTicket[]) => Refusal) {
  const kept: KeptTicket[] = []
  const asked: AskedOf[] = []
  const state = {
    /** Null: as it is. */
    refuse: (_asked: AskedOf): Refusal | null => null,
    /** What was done is done, and its answer is lost. */
    isLost: (_asked: AskedOf): boolean => false,
    /** What was made is not found yet. */
    isBehind: false,
  }
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const { method = '', url: path = '' } = request
    const one = { method, path, authorization: request.headers.authorization }
    asked.push(one)
    const visible = state.isBehind && isSearch(one) ? [] : kept.filter(({ deleted }) => !deleted)
    const done =
      state.refuse(one) ?? answerOr(() => answer(one, text === '' ? {} : JSON.parse(text), visible))
    for (const made of visible) if (!kept.includes(made)) kept.push(made)
    if (state.isLost(one)) return request.socket.destroy()
    response.writeHead(done.status, { 'content-type': 'application/json', ...done.headers })
    const { body = '' } = done
    return response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
  const server = createServer((request, response) => void take(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    ...{ kept, asked, state },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export type TicketServer = Awaited<ReturnType<typeof listen>>

const isSearch = ({ path }: AskedOf): boolean => path.includes('/search') || path.includes('sysparm_query=')

function answerOr(answer: () => Refusal): Refusal {
  try {
    return answer()
  } catch {
    return { status: 500 }
  }
}

/** Of a workflow in which work begins before it is done. */
const WAYS: Readonly<Record<string, readonly string[]>> = {
  'To Do': ['In Progress', 'Done'],
  'In Progress': ['Done'],
  Done: ['To Do'],
  Stuck: [],
}

export const listenAsJira = (version: 2 | 3) =>
  listen(({ method, path }, body, kept) => {
    const route = `${method} ${path.replace(`/rest/api/${version}`, '')}`
    const [, id, rest = ''] = /^\w+ \/issue\/(\d+)([/?].*)?$/.exec(route) ?? []
    const issue = kept.find((one) => one.id === id)
    if (id !== undefined && issue === undefined) return NOT_THERE
    if (route === 'GET /project/SEC') return { status: 200, body: { id: '10000', key: 'SEC' } }
    if (route === (version === 3 ? 'POST /search/jql' : 'POST /search')) {
      const [, project, marker] =
        /^(?:project = "(\w+)" AND )?labels = "([^"]+)"$/.exec(String(body.jql)) ?? []
      const issues = kept
        .filter(
          (one) => one.marker === marker && one.key.startsWith(project === undefined ? '' : `${project}-`),
        )
        .map((one) => ({ id: one.id, key: one.key, fields: { labels: ['casbah', one.marker] } }))
      return { status: 200, body: { issues, isLast: true } }
    }
    if (route === 'POST /issue') {
      const fields = body.fields as Body
      const number = nextNumber()
      const labels = fields.labels as string[]
      kept.push({
        ...{ id: String(number), key: `SEC-${number}`, made: fields, marker: labels[1] ?? '' },
        ...{ status: 'To Do', comments: [], deleted: false },
      })
      return { status: 201, body: { id: String(number), key: `SEC-${number}`, self: 'https://jira.example' } }
    }
    if (issue === undefined) return NOT_THERE
    if (method === 'GET' && rest === '?fields=status') {
      const category = issue.status === 'Done' ? 'done' : 'new'
      return {
        status: 200,
        body: { fields: { status: { name: issue.status, statusCategory: { key: category } } } },
      }
    }
    if (rest === '/comment') {
      issue.comments.push(body.body)
      return { status: 201, body: { id: '1' } }
    }
    const ways = (WAYS[issue.status] ?? []).map((name, at) => ({
      id: String(at + 11),
      name: 'Go',
      to: { name },
    }))
    if (method === 'GET') return { status: 200, body: { transitions: ways } }
    const way = ways.find((one) => one.id === (body.transition as Body).id)
    if (way === undefined) return { status: 400, body: { errorMessages: ['not valid'], errors: {} } }
    issue.status = way.to.name
    return { status: 204 }
  })

export const listenAsServiceNow = () =>
  listen(({ method, path }, body, kept) => {
    const url = new URL(path, 'http://servicenow.example')
    const [, id] = /^\/api\/now\/table\/incident(?:\/([0-9a-f]{32}))?$/.exec(url.pathname) ?? []
    const shown = (one: KeptTicket) => ({ sys_id: one.id, number: one.key, correlation_id: one.marker })
    if (method === 'GET') {
      const [, marker] = /^correlation_id=(.+)$/.exec(url.searchParams.get('sysparm_query') ?? '') ?? []
      const found = kept.filter((one) => marker === undefined || one.marker === marker)
      return { status: 200, body: { result: found.map(shown) } }
    }
    if (method === 'POST') {
      const number = nextNumber()
      const made: KeptTicket = {
        ...{ id: number.toString(16).padStart(32, '0'), key: `INC00${number}`, made: body },
        ...{ marker: String(body.correlation_id), status: '1', comments: [], deleted: false },
      }
      kept.push(made)
      return { status: 201, body: { result: shown(made) } }
    }
    const record = kept.find((one) => one.id === id)
    if (record === undefined)
      return { status: 404, body: { error: { message: 'No Record found' }, status: 'failure' } }
    if (body.state !== undefined) record.status = String(body.state)
    const said = body.work_notes ?? body.close_notes
    if (said !== undefined) record.comments.push(said)
    return { status: 200, body: { result: shown(record) } }
  })

let last = 10_000
const nextNumber = (): number => {
  last += 1
  return last
}
