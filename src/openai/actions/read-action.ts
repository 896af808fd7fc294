import type { InsecureHost, SchemaFormat, SchemaProblem } from '../../model/core/action-words.ts'
import { freeFormNames } from './free-form.ts'
import type { Inputs } from './inputs.ts'
import { inputsOf } from './inputs.ts'
import type { AnyObject } from './json-objects.ts'
import { isObject, own } from './json-objects.ts'
import { judgeTexts } from './model-texts.ts'
import { isOpenBody } from './open-body.ts'
import { consequence, isWriting, pathsOf } from './operations.ts'
import { readDocument } from './read-document.ts'
import { securityOf } from './security-schemes.ts'
import { serversOf, withUnread } from './servers.ts'
import type { ActionOperation } from './shown-operations.ts'
import { showOperations } from './shown-operations.ts'
import type { Walk } from './walk.ts'
import { startWalk } from './walk.ts'
import { isWildcardPath } from './wildcard-path.ts'

/**
 * What rules need of an action's OpenAPI text: how much it can do, how, and where. Words are ours, hosts the
 * author's.
 */
export interface ActionFacts {
  readonly operations: number
  /** Lower case, sorted. */
  readonly methods: readonly string[]
  /** Hosts of all servers, of the document, its paths and its operations, sorted. */
  readonly servers: readonly string[]
  readonly writing_operations: number
  /** Of those, the ones that say that OpenAI need not ask the user before each call. */
  readonly not_consequential_writes: number
  readonly insecure_hosts: readonly InsecureHost[]
  /** Hosts of which the caller chooses a part. */
  readonly wildcard_servers: number
  /** Operations whose path ends in any path. */
  readonly wildcard_paths: number
  readonly free_form_parameters: readonly string[]
  /** Operations whose request may carry anything. */
  readonly open_bodies: number
  readonly auth_in_query: boolean
  readonly hidden_text: boolean
  readonly embedded_instructions: boolean
}

/**
 * With a problem that kept the schema from being read there are no facts, which is not the same as facts of
 * nothing.
 */
export interface ActionReading {
  readonly format: SchemaFormat
  readonly problem: SchemaProblem | null
  readonly facts: ActionFacts | null
  /** The first of them, for people to see. */
  readonly operations: readonly ActionOperation[]
}

const unread = (problem: SchemaProblem, format: SchemaFormat = 'unknown'): ActionReading => ({
  format,
  problem,
  facts: null,
  operations: [],
})

/**
 * Reads the OpenAPI text of a custom action: anybody's text, so that whatever it is has an answer within bounded
 * time.
 */
export function readAction(raw: string): ActionReading {
  const read = readDocument(raw)
  if (read.problem !== null) return unread(read.problem)
  const paths = own(read.document, 'paths')
  if (!isObject(paths)) return unread('no_paths', read.format)
  return readPaths(startWalk(read.document, read.format), paths)
}

function readPaths(walk: Walk, given: AnyObject): ActionReading {
  const paths = pathsOf(walk, given)
  const { operations } = paths
  const servers = serversOf(walk, paths)
  const isServerMissing = walk.isCut
  const security = securityOf(walk)
  const texts = judgeTexts(walk)
  const inputs = operations.map((operation) => summarizeInputs(walk, inputsOf(walk, operation)))
  const writes = operations.filter(isWriting)
  const facts: ActionFacts = {
    operations: operations.length,
    methods: [...new Set(operations.map(({ method }) => method))].sort(),
    servers: isServerMissing ? withUnread(servers.hosts) : servers.hosts,
    writing_operations: writes.length,
    not_consequential_writes: writes.filter((one) => consequence(one) === false).length,
    insecure_hosts: servers.kinds,
    wildcard_servers: servers.wildcards,
    wildcard_paths: operations.filter(({ path }) => isWildcardPath(path)).length,
    free_form_parameters: [...new Set(inputs.flatMap(({ freeForm }) => freeForm))].sort(),
    open_bodies: inputs.filter(({ isOpen }) => isOpen).length,
    auth_in_query: security.isKeyInQuery,
    hidden_text: texts.isHiding,
    embedded_instructions: texts.isInstructing,
  }
  return {
    format: walk.format,
    problem: walk.isCut ? 'truncated' : null,
    facts,
    operations: showOperations(operations, { servers, security, inputs: inputs.map(({ count }) => count) }),
  }
}

interface InputSummary {
  readonly count: number
  readonly freeForm: readonly string[]
  readonly isOpen: boolean
}

const summarizeInputs = (walk: Walk, { named, bodies }: Inputs): InputSummary => ({
  count: named.length,
  freeForm: freeFormNames(walk, named),
  isOpen: bodies.some((body) => isOpenBody(walk, body)),
})
