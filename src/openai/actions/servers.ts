import type { InsecureHost } from '../../model/core/action-words.ts'
import { INSECURE_HOSTS } from '../../model/core/action-words.ts'
import { firstOf, isObject, isText, own } from './json-objects.ts'
import { HOSTS, SERVERS_PER_LIST, SERVERS_READ, SHOWN_HOSTS } from './limits.ts'
import type { Operation, Paths } from './operations.ts'
import type { Server } from './server-address.ts'
import { readServer } from './server-address.ts'
import { UNREADABLE } from './shown-host.ts'
import type { Walk } from './walk.ts'

export interface Servers {
  /** Hosts of the document, its paths and its operations, sorted. */
  readonly hosts: readonly string[]
  readonly kinds: readonly InsecureHost[]
  readonly wildcards: number
  /** Where the calls of one operation go. */
  hostsOf(operation: Operation): readonly string[]
}

export function serversOf(walk: Walk, { operations, entries }: Paths): Servers {
  // Thousands of operations may share one list.
  const read = new Map<unknown, readonly Server[]>()
  let serversLeft = SERVERS_READ
  const listed = (list: unknown): readonly Server[] => {
    if (!Array.isArray(list)) return []
    const known = read.get(list)
    if (known !== undefined) return known
    const most = Math.min(SERVERS_PER_LIST, serversLeft)
    if (list.length > most) walk.cut()
    serversLeft -= Math.min(most, list.length)
    const servers = list
      .slice(0, most)
      .map((server) => {
        if (isObject(server)) walk.look(server)
        return readServer(server)
      })
      .filter((one) => one !== null)
    read.set(list, servers)
    return servers
  }
  walk.look(walk.document)
  const ofDocument = [...listed(own(walk.document, 'servers')), ...swaggerServers(walk)]
  const found = new Map<string, Server[]>()
  for (const server of ofDocument) add(walk, found, server)
  for (const one of [...entries, ...operations.map(({ definition }) => definition)]) {
    for (const server of listed(own(one, 'servers'))) add(walk, found, server)
  }
  return {
    hosts: [...found.keys()].sort(),
    kinds: inOrder([...found.values()].flat().flatMap(({ kinds }) => kinds)),
    wildcards: [...found.values()].filter((same) => same.some(({ isWildcard }) => isWildcard)).length,
    hostsOf: ({ definition, shared }) => {
      const nearest = [definition, ...shared].map((one) => listed(own(one, 'servers')))
      const servers = nearest.find((list) => list.length > 0) ?? ofDocument
      return [...new Set(servers.map(({ host }) => host))].slice(0, SHOWN_HOSTS)
    },
  }
}

/** Of one host as many as differ in what is wrong with them, which is few. */
function add(walk: Walk, found: Map<string, Server[]>, server: Server): void {
  const same = found.get(server.host)
  if (same === undefined) {
    if (found.size < HOSTS) found.set(server.host, [server])
    else walk.cut()
  } else if (!same.some((one) => isAlike(one, server))) {
    same.push(server)
  }
}

const isAlike = (one: Server, other: Server): boolean =>
  one.isWildcard === other.isWildcard && one.kinds.join() === other.kinds.join()

/** Each once, in the order of the list. */
export const inOrder = (kinds: readonly InsecureHost[]): readonly InsecureHost[] =>
  INSECURE_HOSTS.filter((kind) => kinds.includes(kind))

/** Swagger's schemes without one are the scheme of the request for the document: unknown, so not held against anybody. */
function swaggerServers({ document, format }: Walk): readonly Server[] {
  const host = own(document, 'host')
  if (format !== 'swagger_2' || typeof host !== 'string') return []
  const schemes = firstOf(own(document, 'schemes'), SERVERS_PER_LIST).filter(isText)
  const usual = schemes.length === 0 ? ['https'] : schemes
  return usual.map((scheme) => readServer({ url: `${scheme}://${host}` })).filter((one) => one !== null)
}

/** The hosts of a document that was not read to its end: whatever is missing may be any host. */
export const withUnread = (hosts: readonly string[]): readonly string[] =>
  [...new Set([...hosts, UNREADABLE])].sort()
