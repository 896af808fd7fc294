import type { Authorized } from './auth.ts'

/** A request after parsing; handlers are pure functions from this to an Answer. */
export interface Request {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly params: Readonly<Record<string, string>>
  readonly body: string
  /** Microseconds on the simulator's clock. */
  readonly now: number
  /** A planted fault: `after` of log lists includes the boundary. */
  readonly boundaryInclusive?: boolean
}

/** A body too large to be held whole. */
export interface ByteStream {
  readonly length: number
  readonly pieces: () => Iterable<Buffer>
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON unless it is bytes. */
  readonly body?: unknown
  /** In place of `body`. */
  readonly stream?: ByteStream
}

export type Handler = (request: Request, caller: Authorized) => Answer

export type Plane = 'platform' | 'compliance'

/** The audit event that a compliance call leaves behind. */
export interface AuditTrace {
  readonly action: string
  readonly data: Readonly<Record<string, string>>
}

export interface Route {
  readonly method: 'GET' | 'POST'
  /** `/v1/organization/users/{user_id}` */
  readonly template: string
  readonly plane: Plane
  /** Any one of these scopes is enough; the first is named when all are missing. Empty: any valid key. */
  readonly scopes: (request: Request) => readonly string[]
  /** Refuses what is malformed before the request counts against a limit. */
  readonly check?: (request: Request) => Answer | undefined
  readonly handle: Handler
  readonly perMinute: number
  readonly trace?: (request: Request) => AuditTrace
}
