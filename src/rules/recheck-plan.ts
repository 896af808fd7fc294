import type { AssetKind } from '../model/core/assets.ts'
import type { RereadTarget } from '../model/core/rereads.ts'
import { WHOLE_LIST } from '../model/core/rereads.ts'
import type { AnyRuleId } from '../model/core/rule-ids.ts'
import { isCustomRule } from '../model/core/rule-ids.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../model/core/streams.ts'
import { CATALOGUE } from './catalogue/catalogue.ts'
import type { CatalogueEntry } from './catalogue/entry.ts'
import { CUSTOM_KINDS } from './custom/kinds.ts'

/** Streams of which OpenAI answers for one thing by its id. A test holds them against the readers. */
export const READ_BY_ID: ReadonlySet<StreamName> = new Set([
  'platform.users',
  'platform.invites',
  'platform.projects',
  'chatgpt.gpts',
  'chatgpt.projects',
])

/** Without a route for one that we read by, but so short that the whole list is read in its place. */
export const SHORT_LISTS: ReadonlySet<StreamName> = new Set(['platform.admin_keys'])

/** What is judged together with a kind, whichever rule asks: the parts of the same definition. */
const PARTS: { readonly [Kind in AssetKind]?: readonly StreamName[] } = {
  'chatgpt.gpt': ['chatgpt.gpt_configs', 'chatgpt.gpt_shared_users'],
  'platform.project': ['platform.project_settings'],
}

export interface RecheckTarget {
  readonly stream: StreamName
  readonly target: RereadTarget
}

/** What a finding says of where it hangs. */
export interface RecheckSubject {
  readonly ruleId: AnyRuleId
  /** Of a custom rule: whether it judges events. */
  readonly isOfEvents?: boolean
  readonly assetKind: AssetKind
  readonly externalId: string
  /** Null where it has none, or is not known any more. */
  readonly parentId: string | null
}

export type RecheckPlan =
  | {
      readonly possible: true
      /** The stream that brings the thing itself. */
      readonly own: StreamName
      /** Parents first. */
      readonly rereads: readonly RecheckTarget[]
      /** What the rule looks at besides, and is judged by what was collected last. */
      readonly stored: readonly StreamName[]
    }
  | { readonly possible: false; readonly why: RecheckImpossible }

/**
 * - `event`: the finding tells of what happened, which no reading undoes;
 * - `content`: it is found in a file, which only a scan reads again;
 * - `whole`: it is about the tenant as a whole, or about our own key, and many lists together make it up;
 * - `list`: OpenAI has no way to ask for the one thing.
 */
export type RecheckImpossible = 'event' | 'content' | 'whole' | 'list'

/**
 * What is read again to judge one finding anew: the thing itself, what it is part of (its project may have been
 * archived), its own parts, and what else the rule looks at beside it under the same parent. All of that is a request
 * or two each. Whatever the rule compares it with in other lists stays as it was collected last.
 */
export function recheckPlan(subject: RecheckSubject): RecheckPlan {
  const { kind, needs } = isCustomRule(subject.ruleId) ? CUSTOM : CATALOGUE[subject.ruleId]
  if (kind !== 'state') return { possible: false, why: kind }
  if (isCustomRule(subject.ruleId) && subject.isOfEvents === true) return { possible: false, why: 'event' }
  const { assetKind } = subject
  const own = STREAM_NAMES.find((stream) => kindOf(stream) === assetKind)
  if (own === undefined) return { possible: false, why: 'whole' }
  const ownTarget = targetOf(own, own, subject)
  if (ownTarget === null) return { possible: false, why: 'list' }
  const wanted = new Set([own, ...(needs[assetKind] ?? []), ...(PARTS[assetKind] ?? [])])
  const rereads: RecheckTarget[] = []
  const stored: StreamName[] = []
  for (const stream of STREAM_NAMES.filter((name) => wanted.has(name))) {
    const target = targetOf(stream, own, subject)
    if (target === null) stored.push(stream)
    else rereads.push({ stream, target })
  }
  return { possible: true, own, rereads, stored }
}

/** What people wrote judges one asset by its attributes, and what is part of it. */
const CUSTOM: Pick<CatalogueEntry, 'kind' | 'needs'> = { kind: 'state', needs: CUSTOM_KINDS }

/** What of a stream concerns the thing; null where no request asks for that alone. */
function targetOf(
  stream: StreamName,
  own: StreamName,
  { externalId, parentId }: RecheckSubject,
): RereadTarget | null {
  const { parent } = STREAMS[stream]
  if (parent === own) return externalId
  if (parent !== undefined) return parent === STREAMS[own].parent ? parentId : null
  if (stream === own) {
    if (READ_BY_ID.has(stream)) return externalId
    return SHORT_LISTS.has(stream) ? WHOLE_LIST : null
  }
  return stream === STREAMS[own].parent && READ_BY_ID.has(stream) ? parentId : null
}

function kindOf(stream: StreamName): AssetKind | null {
  const { records } = STREAMS[stream]
  return records.type === 'asset' ? records.kind : null
}
