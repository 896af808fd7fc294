import { PLANE_LABEL, PLANES } from '../../model/core/planes.ts'
import type { Style } from '../io.ts'
import { harmless } from '../render/table.ts'
import type { IntegrationDetail } from '../run-view.ts'

type Capability = IntegrationDetail['capabilities'][number]
type Paint = (style: Style, text: string) => string

const MARK: Record<Capability['state'], readonly [string, Style]> = {
  granted: ['✓', 'green'],
  awaiting: ['⏳', 'yellow'],
  denied: ['✗', 'red'],
  absent: ['–', 'dim'],
}

/** What each key may do, by plane; for what it may not, why and where to mend it. */
export function describeCapabilities({ capabilities }: IntegrationDetail, paint: Paint): string[] {
  return PLANES.flatMap((plane) => {
    const own = capabilities.filter((one) => one.plane === plane)
    if (own.length === 0) return []
    return [paint('bold', PLANE_LABEL[plane]), ...own.flatMap((one) => describeOne(one, paint))]
  })
}

function describeOne(one: Capability, paint: Paint): string[] {
  const [mark, style] = MARK[one.state]
  const line = `  ${paint(style, mark)} ${one.label}`
  if (one.state === 'granted') return [line]
  return [
    `${line}: ${harmless(one.detail)} (${one.result_code})`,
    ...(one.fix_url === null ? [] : [`      ${one.fix_url}`]),
  ]
}

export function describeIntegration(detail: IntegrationDetail, paint: Paint): string[] {
  const planes = [
    ...(detail.organization_id === null ? [] : [`organization ${detail.organization_id}`]),
    ...(detail.workspace_id === null ? [] : [`workspace ${detail.workspace_id}`]),
    ...(detail.project_id === null ? [] : [`project ${detail.project_id}`]),
  ]
  return [
    `${paint('bold', harmless(detail.display_name))}  ${detail.phase_label}${note(detail)}`,
    `  ${planes.join(', ')}`,
    `  collection mode ${detail.collection_mode}${modeNote(detail)}; id ${detail.id}`,
    ...(detail.other_log_types.length === 0
      ? []
      : [`  also reads logs of ${detail.other_log_types.join(', ')}`]),
    ...detail.credentials.map(
      (one) =>
        `  ${one.label} ${one.shown}: ${one.state}${one.rejected_code === null ? '' : ` (${one.rejected_code})`}`,
    ),
    ...(detail.proof === null ? [] : [`  seen: ${harmless(wordsOfProof(detail.proof))}`]),
    ...describeGaps(detail, paint),
    ...describeCapabilities(detail, paint),
  ]
}

/** Lines that a person reads; the API has the rest. */
const MOST_GAPS_SHOWN = 5

const describeGaps = ({ collection_gaps: gaps }: IntegrationDetail, paint: Paint): string[] => [
  ...gaps
    .slice(0, MOST_GAPS_SHOWN)
    .map(
      ({ stream, lost_from, lost_until }) =>
        `  ${paint('yellow', 'gap')}: ${stream} from ${lost_from} to ${lost_until}: deleted upstream before it was read`,
    ),
  ...(gaps.length > MOST_GAPS_SHOWN ? [`  and ${gaps.length - MOST_GAPS_SHOWN} more gaps`] : []),
]

/** `{"gpts":120,"owner_domains":["example.com"]}` → `gpts 120, owner domains example.com`. */
const wordsOfProof = (proof: Readonly<Record<string, unknown>>): string =>
  Object.entries(proof)
    .map(([name, value]) => `${wordsOfName(name)} ${wordsOfValue(value)}`)
    .join(', ')

/** `owner_domains` and `ownerDomains` → `owner domains`. */
const wordsOfName = (name: string): string =>
  name
    .replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
    .replaceAll('_', ' ')

function wordsOfValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(wordsOfValue).join(' and ') || 'none'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value !== 'object' || value === null) return String(value ?? 'none')
  return `(${wordsOfProof(value as Readonly<Record<string, unknown>>)})`
}

/** A change of mode that is not through yet. */
function modeNote({ mode_change: change }: IntegrationDetail): string {
  if (change === null || change.purged_at !== null) return ''
  return change.applied_at === null
    ? ` (changing to ${change.to})`
    : ' (deleting what it does not allow any more)'
}

const note = ({ phase_note }: IntegrationDetail): string =>
  phase_note === null ? '' : `: ${harmless(phase_note)}`
