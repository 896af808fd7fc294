import { isText, own } from './json-objects.ts'
import { SHOWN_OPERATIONS, SHOWN_TEXT } from './limits.ts'
import type { Operation } from './operations.ts'
import { consequence } from './operations.ts'
import type { AuthKind, Security } from './security-schemes.ts'
import type { Servers } from './servers.ts'

/** One thing that an action can do. Paths and names are the customer's, so this is sealed. */
export interface ActionOperation {
  readonly method: string
  readonly path: string
  readonly operation_id: string | null
  /** Empty where calls go to the action's own host. */
  readonly hosts: readonly string[]
  /** Null where the author does not say. */
  readonly consequential: boolean | null
  readonly auth: readonly AuthKind[]
  /** Parameters, and properties of the request's body. */
  readonly parameters: number
}

interface Known {
  readonly servers: Servers
  readonly security: Security
  /** For each operation how many it takes. */
  readonly inputs: readonly number[]
}

export const showOperations = (
  operations: readonly Operation[],
  { servers, security, inputs }: Known,
): readonly ActionOperation[] =>
  operations.slice(0, SHOWN_OPERATIONS).map((operation, index) => ({
    method: operation.method,
    path: operation.path.slice(0, SHOWN_TEXT),
    operation_id: idOf(operation),
    hosts: servers.hostsOf(operation),
    consequential: consequence(operation),
    auth: security.kindsOf(operation),
    parameters: inputs[index] ?? 0,
  }))

function idOf({ definition }: Operation): string | null {
  const id = own(definition, 'operationId')
  return isText(id) ? id.slice(0, SHOWN_TEXT) : null
}
