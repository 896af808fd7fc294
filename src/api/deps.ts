import type { Client } from '@temporalio/client'
import type { Database } from '../db/client.ts'
import type { MasterKey } from '../db/seal/master-key.ts'
import type { EntityCommands } from './commands.ts'
import type { ApiLog } from './context.ts'
import type { Rates } from './rate-limits/rates.ts'
import type { SignInSettings } from './sign-in/settings.ts'

/** What the API stands on. `startApi` makes it from settings; tests make their own. */
export interface ApiDeps {
  readonly database: Database
  readonly master: MasterKey
  readonly temporal: Client
  readonly commands: EntityCommands
  readonly log: ApiLog
  /** Signs cursors and fingerprints; the same in every API process of an installation. */
  readonly secret: Uint8Array
  /** Where Temporal's UI is, without a slash at the end; empty where there is none. */
  readonly temporalUiUrl: string
  readonly temporalNamespace: string
  /** Whether an exception may be without an end. */
  readonly allowPermanentExceptions: boolean
  /** Hosts that webhooks may reach although they are private. */
  readonly webhookAllowedHosts: ReadonlySet<string>
  /** How much each may ask. */
  readonly rates: Rates
  /** Proxies of ours before the API. */
  readonly proxyHops: number
  /** Milliseconds that a receiver has to answer a ping. */
  readonly webhookTimeoutMs: number
  /** How people sign in; null: they do not, and there are tokens alone. */
  readonly signIn: SignInSettings | null
  /** What sessions go by. */
  readonly now: () => Date
}

/** A link into Temporal's UI for people who want to see every step. */
export function temporalLink(
  deps: Pick<ApiDeps, 'temporalUiUrl' | 'temporalNamespace'>,
  workflowId: string,
): string | null {
  if (deps.temporalUiUrl === '') return null
  return `${deps.temporalUiUrl}/namespaces/${encodeURIComponent(deps.temporalNamespace)}/workflows/${encodeURIComponent(workflowId)}`
}
