import { appendAudit } from '../../db/audit/append-audit.ts'
import { SYSTEM_ACTOR } from '../../model/core/actor.ts'
import type { ApiDeps } from '../deps.ts'
import type { RefusalReason, SignInRefused } from './refused.ts'

/**
 * Refused sign-ins of people whom nobody has vouched for. Anybody on the network can make as many of them as they like, so
 * they may fill neither the audit log, whose rows stay for good and wait for one another, nor the log of the process: of
 * each reason one row and one line an hour are written, with how many there were since the ones before. What the provider
 * answered has a line each time, since whoever sets it up reads them; the limit of sign-ins from one network bounds those.
 */
const ROW_EVERY_MS = 3_600_000

/** The provider was asked, or has sent somebody back. */
const OF_PROVIDER: ReadonlySet<RefusalReason> = new Set(['said-no', 'bad-answer', 'not-set-up', 'away'])

export class RefusalLog {
  readonly #deps: Pick<ApiDeps, 'database' | 'log'>
  readonly #now: () => Date
  readonly #seen = new Map<RefusalReason, { count: number; writtenAt: number }>()

  constructor(deps: Pick<ApiDeps, 'database' | 'log'>, now: () => Date) {
    this.#deps = deps
    this.#now = now
  }

  async note({ reason, code }: SignInRefused, requestId: string): Promise<void> {
    const seen = this.#seen.get(reason) ?? { count: 0, writtenAt: Number.NEGATIVE_INFINITY }
    this.#seen.set(reason, seen)
    seen.count += 1
    const now = this.#now().getTime()
    const isDue = seen.writtenAt + ROW_EVERY_MS <= now
    const { count } = seen
    if (isDue || OF_PROVIDER.has(reason))
      this.#deps.log.warn({ requestId, reason, code, count }, 'a sign-in was refused')
    if (!isDue) return
    Object.assign(seen, { count: 0, writtenAt: now })
    await appendAudit(this.#deps.database.drizzle, {
      actor: SYSTEM_ACTOR,
      action: 'sign_in.refused',
      target: 'sign-in',
      detail: { reason, code, count },
      requestId,
    })
  }
}
