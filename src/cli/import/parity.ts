import type { FindingView, RuleView } from '../finding-view.ts'
import type { TheirFinding } from './logpush-line.ts'

/**
 * Which findings both have, which only one of the two, and why. A finding of theirs and one of ours are the same when they
 * are of one type on one asset: their ids of types are ours, where Cloudflare has the rule, and an asset has the id that
 * OpenAI gave it.
 */

export const WHYS = {
  no_such_rule: 'no rule here is of this finding type',
  rule_disabled: 'the rule is off here',
  never_evaluated: 'the rule has not judged here yet',
  capability_missing: 'what the rule needs may not be read here',
  not_evaluated: 'the rule could not judge here',
  asset_not_collected: 'no such thing was collected here',
  asset_gone: 'the thing is gone at OpenAI',
  resolved_since: 'it was found here, and is resolved',
  threshold_differs: 'the thing was collected, and the rule’s settings here let it pass',
  passes_here: 'the thing was collected, and the rule finds nothing wrong with it',
  excepted: 'it is tolerated here',
  not_cloudflares: 'Cloudflare has no such rule',
  newer_than_file: 'it was found after the last line of the file',
  not_in_file: 'the file does not tell of it',
} as const
export type Why = keyof typeof WHYS

export type Status = 'both' | 'only_theirs' | 'only_ours'

export interface ParityItem {
  readonly status: Status
  readonly why: Why | null
  /** What is to be known of this one. */
  readonly detail: string | null
  readonly rule_id: string | null
  readonly finding_type_id: string
  readonly title: string
  readonly asset_external_id: string
  readonly asset_name: string
  /** Theirs. */
  readonly line: number | null
  readonly instance_id: string | null
  /** Ours. */
  readonly finding_id: string | null
}

/** Of ours, what is compared. */
export type OurFinding = Pick<
  FindingView,
  | 'id'
  | 'rule_id'
  | 'finding_type_id'
  | 'title'
  | 'state'
  | 'asset'
  | 'excepted'
  | 'first_seen_at'
  | 'resolved_at'
  | 'cloudflare_name'
>

export interface Pair {
  readonly theirs: TheirFinding
  readonly ours: OurFinding | null
}

/** Each of theirs with ours, where there is one; and those of ours that stand and no line tells of. */
export interface Matched {
  readonly pairs: readonly Pair[]
  readonly rest: readonly OurFinding[]
}

const keyOf = (findingTypeId: string, externalId: string): string =>
  JSON.stringify([findingTypeId, externalId])
const stands = ({ state }: OurFinding): boolean => state !== 'resolved'

export function matchFindings(theirs: readonly TheirFinding[], ours: readonly OurFinding[]): Matched {
  const byKey = Map.groupBy(ours, ({ finding_type_id, asset }) => keyOf(finding_type_id, asset.external_id))
  const told = new Set<string>()
  const pairs = theirs.map((one): Pair => {
    const key = keyOf(one.findingTypeId, one.assetExternalId)
    told.add(key)
    const same = byKey.get(key) ?? []
    // Of several on one thing (a day each) the very one, if the file is an export of ours; else one that stands.
    const found = same.find(({ id }) => id === one.instanceId) ?? same.find(stands) ?? same.at(-1)
    return { theirs: one, ours: found ?? null }
  })
  const rest = ours.filter(
    (one) => stands(one) && !told.has(keyOf(one.finding_type_id, one.asset.external_id)),
  )
  return { pairs, rest }
}

export function bothItem({ theirs, ours }: Pair & { readonly ours: OurFinding }): ParityItem {
  const { excepted } = ours
  return {
    ...ofTheirs(theirs, ours.rule_id),
    status: 'both',
    why: excepted === null ? null : 'excepted',
    detail:
      excepted === null ? null : excepted.expires_at === null ? 'for ever' : `until ${excepted.expires_at}`,
    title: ours.title,
    finding_id: ours.id,
  }
}

export const onlyTheirs = (
  theirs: TheirFinding,
  rule: RuleView | null,
  reason: { readonly why: Why; readonly detail: string | null },
): ParityItem => ({
  ...ofTheirs(theirs, rule?.id ?? null),
  ...reason,
  status: 'only_theirs',
  finding_id: null,
})

const ofTheirs = (theirs: TheirFinding, ruleId: string | null) => ({
  rule_id: ruleId,
  finding_type_id: theirs.findingTypeId,
  title: theirs.title,
  asset_external_id: theirs.assetExternalId,
  asset_name: theirs.assetName,
  line: theirs.line,
  instance_id: theirs.instanceId === '' ? null : theirs.instanceId,
})

/** @param newest time of the file's newest line. */
export const onlyOurs = (ours: OurFinding, newest: number): ParityItem => ({
  status: 'only_ours',
  why: whyOnlyOurs(ours, newest),
  detail: ours.excepted === null ? null : 'it is tolerated here',
  rule_id: ours.rule_id,
  finding_type_id: ours.finding_type_id,
  title: ours.title,
  asset_external_id: ours.asset.external_id,
  asset_name: ours.asset.name ?? '',
  line: null,
  instance_id: null,
  finding_id: ours.id,
})

function whyOnlyOurs({ cloudflare_name, first_seen_at }: OurFinding, newest: number): Why {
  if (cloudflare_name === null) return 'not_cloudflares'
  return Date.parse(first_seen_at) > newest ? 'newer_than_file' : 'not_in_file'
}
