import type { OpenSession } from '../db/sessions/sessions.ts'
import type { ApiScope } from '../model/core/access.ts'
import type { Actor } from '../model/core/actor.ts'
import type { ServiceAccountId } from '../model/core/ids.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { Scope } from '../model/core/scope.ts'

/** Who asks, what they may do, and which integrations they may see. */
export interface Caller {
  readonly actor: Actor
  readonly scopes: readonly ApiScope[]
  readonly scope: Scope
  /** Whose token it is, where it is a program's. */
  readonly serviceAccountId: ServiceAccountId | null
  /** ISO; null: it does not end. */
  readonly expiresAt: string | null
}

/** What middleware hands to routes. */
export interface ApiEnv {
  Variables: {
    requestId: string
    caller: Caller
    /** Temporal's update id for the command that this request gives. */
    updateId: string
    /** The session that the request shows; undefined where it shows a token. */
    session: OpenSession | undefined
    /** Whether what the request shows is still good, for answers that take their time. */
    isStillAllowed: () => Promise<boolean>
    /** What a repeated request is answered with, where that differs from the first answer (secrets shown once). */
    answerWhenRepeated: JsonObject | undefined
  }
}

/** The part of a logger that the API uses; pino has it. */
export interface ApiLog {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}
