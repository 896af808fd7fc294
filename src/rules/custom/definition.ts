import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { CustomRuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import { STREAMS } from '../../model/core/streams.ts'
import { isConversationAction } from '../../privacy/audit-action-data.ts'
import type { Product, RuleEntry } from '../catalogue/entry.ts'
import { findingTypeIdOf } from '../catalogue/finding-type.ts'
import { compileEventExpression } from './compile.ts'
import { EVENT_MODE, readsActivity } from './event-attributes.ts'
import type { Listening } from './event-deeds.ts'
import { streamsOf } from './event-deeds.ts'
import type { CustomKind } from './kinds.ts'
import { CUSTOM_KINDS } from './kinds.ts'

interface RuleText {
  readonly ruleId: CustomRuleId
  readonly version: number
  readonly title: string
  readonly description: string
  readonly severity: Severity
  readonly remediation: string
  readonly expression: string
}

/** A version of a custom rule over assets, as people wrote it. */
export interface AssetRuleDefinition extends RuleText {
  readonly kind: CustomKind
  readonly events: null
}

/** Over what happened. */
export interface EventRuleDefinition extends RuleText {
  readonly kind: null
  readonly events: Listening
  /** Occurrences of one actor at one thing in one day that make a finding. */
  readonly atLeast: number
}

export type CustomRuleDefinition = AssetRuleDefinition | EventRuleDefinition

/** A rule as summaries name it, of the catalogue or custom. */
export interface NamedRule extends RuleEntry {
  readonly findingTypeId: string
}

export const namedRule = (rule: CustomRuleDefinition): NamedRule => {
  const entry = entryOf(rule)
  return { ...entry, findingTypeId: findingTypeIdOf(entry) }
}

/** As the catalogue has its own, so that all that reads rules reads these too. */
export function entryOf(rule: CustomRuleDefinition): RuleEntry {
  const about = rule.kind === null ? ofEvents(rule) : ofAssets(rule.kind)
  return {
    id: rule.ruleId,
    version: rule.version,
    category: 'Custom',
    title: rule.title,
    cloudflareName: null,
    cloudflareFindingTypeId: null,
    description: rule.description,
    risk: '',
    severity: rule.severity,
    escalation: null,
    comesWith: null,
    ...about,
    remediation: { why: rule.remediation, steps: [], api: null },
    references: [],
    frameworks: {},
  }
}

type About = Pick<RuleEntry, 'kind' | 'needs' | 'leastMode' | 'products' | 'chatgptEnterpriseRequired'>

function ofAssets(kind: CustomKind): About {
  const isChatgpt = kind.startsWith('chatgpt.')
  return {
    kind: 'state',
    needs: { [kind]: CUSTOM_KINDS[kind] },
    leastMode: 'none',
    products: [isChatgpt ? CHATGPT : PLATFORM],
    chatgptEnterpriseRequired: isChatgpt,
  }
}

/** What happened is told of the tenant as a whole where it is told of nothing else, as by rules of the catalogue. */
function ofEvents(rule: EventRuleDefinition): About {
  const streams = streamsOf(rule.events)
  const chatgpt = streams.filter((stream) => STREAMS[stream].plane === 'chatgpt')
  const platform = streams.filter((stream) => STREAMS[stream].plane === 'platform')
  return {
    kind: 'event',
    needs: {
      ...(chatgpt.length > 0 && { 'chatgpt.workspace': chatgpt }),
      ...(platform.length > 0 && { 'platform.organization': platform }),
    },
    leastMode: leastModeOf(rule),
    products: [...(chatgpt.length > 0 ? [CHATGPT] : []), ...(platform.length > 0 ? [PLATFORM] : [])],
    chatgptEnterpriseRequired: platform.length === 0,
  }
}

const CHATGPT: Product = 'ChatGPT Enterprise'
const PLATFORM: Product = 'OpenAI API platform'

/**
 * In which mode what the rule finds may be kept: not in `none` where it listens to conversations, or reads what only a
 * wider mode keeps, since its findings show what it read.
 */
export function leastModeOf(rule: Pick<EventRuleDefinition, 'events' | 'expression'>): CollectionMode {
  const key = JSON.stringify([rule.events, rule.expression])
  const mode = leastModes.get(key) ?? readLeastMode(rule)
  // As if used just now: the one that nobody has asked for the longest goes first.
  leastModes.delete(key)
  leastModes.set(key, mode)
  const [oldest] = leastModes.keys()
  if (leastModes.size > LEAST_MODES_KEPT && oldest !== undefined) leastModes.delete(oldest)
  return mode
}

/** Whoever lists rules asks this of each, and to find out takes a whole compilation: it hangs on the text alone. */
const leastModes = new Map<string, CollectionMode>()
/** Texts of two thousand characters at most: some megabytes. */
const LEAST_MODES_KEPT = 1_000

function readLeastMode({
  events,
  expression,
}: Pick<EventRuleDefinition, 'events' | 'expression'>): CollectionMode {
  const streams = streamsOf(events)
  if (streams.some((stream) => STREAMS[stream].leastMode !== 'none')) return EVENT_MODE
  if (events['logs.AUDIT_LOG']?.some(isConversationAction)) return EVENT_MODE
  const compiled = compileEventExpression(events, expression)
  if (!compiled.ok) return EVENT_MODE
  const { paths, readsWhole } = compiled.program.shape
  return readsWhole || readsActivity(streams, paths) ? EVENT_MODE : 'none'
}
