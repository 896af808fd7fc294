import type { AssetKind } from '../model/core/assets.ts'
import type { JsonObject, JsonValue } from '../model/core/json.ts'
import type { AssetIdentity, Bundle } from '../rules/bundles.ts'
import type { Judge } from '../rules/rule.ts'
import { SECONDS_A_DAY } from '../rules/time.ts'
import { hashOf } from './hash-of.ts'

/** An asset that was judged. A type, since it is kept as JSON. */
export type JudgedAsset = {
  readonly id: string
  readonly kind: AssetKind
  readonly external_id: string
  readonly content_hash: string
}

/** What a verdict about assets was made of, so that it can be made again. */
export type JudgedInputs = {
  readonly assets: readonly JudgedAsset[]
  /** Hashes of what stood beside them and was looked at: an owner's standing, how many people there are … */
  readonly beside: Readonly<Record<string, string>>
}

/** Parts that are assets, or follow from one: their content hash speaks for them. */
const OF_ASSETS: ReadonlySet<string> = new Set([
  'subject',
  'kind',
  'asset',
  'attributes',
  'configuration',
  'settings',
  'key',
])

/**
 * Ids and hashes of what a rule judges. What it looks at beside the assets is found out by letting it judge once more
 * under watch: what it never reads may change as it likes without making the verdict another one.
 */
export function judgedInputs(judge: Judge, bundle: Bundle, now: number): JudgedInputs {
  const looked = new Set<string>()
  const watched = new Proxy(bundle, {
    get(target, part, receiver) {
      if (typeof part === 'string') looked.add(part)
      return Reflect.get(target, part, receiver)
    },
  })
  judge(watched, now)
  const parts = [...looked].filter((part) => part in bundle && !OF_ASSETS.has(part))
  return inputsBeside(bundle, parts, now)
}

/** The same of parts that are known by name: those that were looked at when it was judged. */
export function inputsBeside(bundle: Bundle, parts: readonly string[], now: number): JudgedInputs {
  return {
    ...judgedAssets(assetsOf(bundle)),
    beside: Object.fromEntries(
      parts.toSorted().map((part) => [part, hashOf({ value: partOf(bundle, part, now) })]),
    ),
  }
}

/**
 * Days go on while a finding stands. Of them those are hashed that were over when it was judged; until when a log was
 * held and a list was looked at moves with every reading, and says more later, never something else.
 */
function partOf(bundle: Bundle, part: string, now: number): JsonValue {
  const today = now - (now % SECONDS_A_DAY)
  if (part === 'use' && 'use' in bundle) {
    const { judgedFrom, countedFrom, uses } = bundle.use
    return { judgedFrom, countedFrom, uses: uses.filter(({ day }) => day < today).map((use) => ({ ...use })) }
  }
  if (part === 'days' && bundle.subject === 'user') {
    return bundle.days.map(({ signal, judgedFrom, counts }) => ({
      ...{ signal, judgedFrom },
      counts: [...counts].filter(([day]) => day < today).sort(([one], [other]) => one - other),
    }))
  }
  return Reflect.get(bundle, part)
}

/** Of a verdict that looks at assets alone. */
export const judgedAssets = (assets: readonly AssetIdentity[]): JudgedInputs => ({
  assets: assets.map(({ id, kind, externalId, contentHash }) => ({
    id,
    kind,
    external_id: externalId,
    content_hash: contentHash,
  })),
  beside: {},
})

function assetsOf(bundle: Bundle): readonly AssetIdentity[] {
  if (bundle.subject === 'gpt' && bundle.configuration) return [bundle.asset, bundle.configuration.asset]
  if (bundle.subject === 'project' && bundle.settings) return [bundle.asset, bundle.settings.asset]
  if (bundle.subject === 'credential' && bundle.key) return [bundle.asset, bundle.key]
  return [bundle.asset]
}

/** Reads back what was kept; of findings from before something was kept, what there is. */
export function readJudged(judged: JsonObject): JudgedInputs | null {
  const { assets, beside } = judged as Partial<JudgedInputs>
  return Array.isArray(assets) && beside !== undefined ? { assets, beside } : null
}
