import type { AssetKind } from '../../model/core/assets.ts'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { AnyRuleId, RuleId } from '../../model/core/rule-ids.ts'
import type { Severity } from '../../model/core/severity.ts'
import type { StreamName } from '../../model/core/streams.ts'

/** Categories in the order in which people read them. */
export const CATEGORIES = [
  'GPT capability',
  'GPT exposure',
  'API keys',
  'Users and invites',
  'Identity',
  'Non-human identities',
  'Models and tools',
  'Controls',
  'Access and sharing',
  'Our own access',
  'DLP',
  'Custom',
] as const
export type Category = (typeof CATEGORIES)[number]

export const PRODUCTS = ['ChatGPT Enterprise', 'OpenAI API platform'] as const
export type Product = (typeof PRODUCTS)[number]

/** Where people go to fix it: a page of OpenAI's consoles. */
export interface ConsoleStep {
  readonly text: string
  readonly url?: string
}

export interface Remediation {
  readonly why: string
  readonly steps: readonly ConsoleStep[]
  /** The request that fixes it, for people who script; Casbah itself never sends one. */
  readonly api: string | null
}

/** Streams that must have been read completely once before assets of this kind can be judged. */
export type Needs = { readonly [Kind in AssetKind]?: readonly StreamName[] }

export const FRAMEWORKS = [
  'OWASP LLM 2025',
  'OWASP Agentic',
  'OWASP NHI 2025',
  'MITRE ATT&CK',
  'MITRE ATLAS',
  'CIS Controls v8.1',
  'SOC 2',
  'ISO 27001:2022',
] as const
export type Framework = (typeof FRAMEWORKS)[number]

export interface Reference {
  readonly title: string
  readonly url: string
}

/** What a rule judges: what is there, what happened, or what was said and is in files. */
export const RULE_KINDS = ['state', 'event', 'content'] as const
export type RuleKind = (typeof RULE_KINDS)[number]

/** All that can be said about a rule without running it; a custom one says it too. */
export interface RuleEntry {
  readonly id: AnyRuleId
  readonly version: number
  readonly category: Category
  readonly title: string
  /** As Cloudflare CASB publishes it, to the letter; null for a rule that it does not have. */
  readonly cloudflareName: string | null
  readonly cloudflareFindingTypeId: string | null
  /** As published where it is; what a rule really needs follows from `needs`. */
  readonly chatgptEnterpriseRequired: boolean
  readonly products: readonly Product[]
  readonly description: string
  readonly risk: string
  /** The published one. It never changes by itself. */
  readonly severity: Severity
  /** When the effective severity is raised, in words; null where it never is. */
  readonly escalation: string | null
  readonly kind: RuleKind
  /** What people set up before the rule can speak; null where nothing is asked for. */
  readonly comesWith: 'dlp_profile' | null
  /** What it judges, and the streams that each kind stands on. */
  readonly needs: Needs
  readonly leastMode: CollectionMode
  readonly remediation: Remediation
  readonly references: readonly Reference[]
  readonly frameworks: { readonly [Name in Framework]?: readonly string[] }
}

/** A rule of the catalogue. Texts are corrected here, not in code. */
export interface CatalogueEntry extends RuleEntry {
  readonly id: RuleId
}

export const TITLE_AT_MOST = 150
export const TEXT_AT_MOST = 400
