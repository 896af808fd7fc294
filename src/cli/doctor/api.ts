import { createClient } from '../api-client.ts'
import type { Integration, IntegrationDetail } from '../run-view.ts'
import type { Check, CheckResult } from './check.ts'
import { broken, messageOf, ok, skipped } from './check.ts'
import type { SetUp } from './set-up.ts'
import { readTokenFor } from './token.ts'

/** Milliseconds. `/readyz` itself waits up to two seconds for what it asks. */
const ANSWER_WITHIN_MS = 6_000

export const apiChecks = (setUp: SetUp): Check[] => [
  { name: 'API', look: () => ready(setUp) },
  { name: 'keys of integrations', look: () => credentials(setUp) },
]

interface Readiness {
  readonly checks?: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[]
}

async function ready({ api }: SetUp): Promise<CheckResult> {
  if (api.at === undefined) return skipped(api.why)
  try {
    const response = await fetch(`${api.at}/readyz?verbose`, {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    })
    const { checks = [] } = (await response.json()) as Readiness
    const wrong = checks.filter((check) => !check.ok)
    if (response.ok) return ok(`ready at ${api.at}`)
    return broken(
      `not ready: ${wrong.map(({ name, detail }) => `${name} ${detail}`).join(', ')}`,
      'Mend what it names; the other checks say more.',
    )
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code
    return broken(
      `the API at ${api.at} does not answer: ${cause ?? messageOf(error)}`,
      api.source === 'environment'
        ? 'Start it (casbah api), or correct CASBAH_URL.'
        : 'Stop Casbah (Ctrl-C) and start it again: npm start',
    )
  }
}

async function credentials(setUp: SetUp): Promise<CheckResult> {
  if (setUp.api.at === undefined) return skipped(setUp.api.why)
  const token = readTokenFor(setUp)
  if (token === undefined) return skipped('no token: set CASBAH_TOKEN_FILE')
  const api = createClient({ url: setUp.api.at, token, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
  const refused: string[] = []
  const fixes = new Set<string>()
  let integrations = 0
  for await (const { id } of api.list<Integration>('/api/v1/integrations')) {
    integrations += 1
    const detail = await api.get<IntegrationDetail>(`/api/v1/integrations/${id}`)
    // What is awaited is OpenAI's turn, and what was not given nobody misses.
    const denied = detail.capabilities.filter(({ state }) => state === 'denied')
    for (const [code, ones] of Map.groupBy(denied, (one) => one.result_code)) {
      refused.push(`${detail.display_name} (${code}): may not ${ones.map(({ label }) => label).join(', ')}`)
      fixes.add(ones[0]?.detail ?? code)
    }
  }
  const counted = `${integrations} ${integrations === 1 ? 'integration' : 'integrations'}`
  if (refused.length === 0) return ok(`${counted}, no capability refused`)
  return broken([`${counted}`, ...refused].join('\n'), [...fixes].join('\n'))
}
