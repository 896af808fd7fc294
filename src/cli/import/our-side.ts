import type { ApiClient } from '../api-client.ts'
import type { CoverageRow } from '../coverage.ts'
import type { AssetView, FindingView, RuleView } from '../finding-view.ts'
import { linesOf } from '../lines.ts'
import type { OurFinding } from './parity.ts'

/** What there is of an integration here, through the API as anybody reads it. */
export interface OurSide {
  /** In every state. */
  readonly findings: readonly OurFinding[]
  readonly rules: readonly RuleView[]
  readonly coverage: readonly CoverageRow[]
}

export async function readOurSide(api: ApiClient, integrationId: string): Promise<OurSide> {
  const query = `?integration=${integrationId}`
  const [{ data: rules }, { data: coverage }] = await Promise.all([
    api.get<{ data: readonly RuleView[] }>(`/api/v1/rules${query}`),
    api.get<{ data: readonly CoverageRow[] }>(`/api/v1/coverage${query}`),
  ])
  const findings: OurFinding[] = []
  const pieces = api.stream('/api/v1/exports/findings', { integration: integrationId, format: 'ndjson' })
  for await (const line of linesOf(pieces)) {
    if (line !== null && line !== '') findings.push(compared(JSON.parse(line) as FindingView))
  }
  return { findings, rules, coverage }
}

/** Evidence and people are many times as large as this. */
const compared = (finding: FindingView): OurFinding => ({
  id: finding.id,
  rule_id: finding.rule_id,
  finding_type_id: finding.finding_type_id,
  title: finding.title,
  state: finding.state,
  asset: finding.asset,
  excepted: finding.excepted,
  first_seen_at: finding.first_seen_at,
  resolved_at: finding.resolved_at,
  cloudflare_name: finding.cloudflare_name,
})

/** Up to so many are looked for one by one; for more, all assets are read once. */
const SEARCHED_AT_MOST = 25

/** The assets of these ids at OpenAI that are or were there, by id. One that is there stands for one that is gone. */
export async function assetsOf(
  api: ApiClient,
  integrationId: string,
  externalIds: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Pick<AssetView, 'deleted_at'>>> {
  const found = new Map<string, Pick<AssetView, 'deleted_at'>>()
  const look = async (query: Readonly<Record<string, string>>): Promise<void> => {
    const filter = { ...query, integration: integrationId, deleted: 'true' }
    for await (const { external_id: id, deleted_at } of api.list<AssetView>('/api/v1/assets', filter)) {
      if (externalIds.has(id) && (deleted_at === null || !found.has(id))) found.set(id, { deleted_at })
    }
  }
  if (externalIds.size === 0) return found
  const isSearchable = [...externalIds].every((id) => SEARCHABLE.test(id))
  if (externalIds.size > SEARCHED_AT_MOST || !isSearchable) await look({})
  else for (const q of externalIds) await look({ q })
  return found
}

const SEARCHABLE = /^[\x21-\x7e]{1,200}$/
