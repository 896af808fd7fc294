import type { Capability } from '../model/core/capabilities.ts'
import { CAPABILITY_FACTS } from '../model/core/capabilities.ts'
import type { CredentialKind } from '../model/core/credentials.ts'
import type { ResultCode } from '../model/core/result-codes.ts'

/** Where people mend things. */
export const LINKS = {
  adminKeys: 'https://platform.openai.com/settings/organization/admin-keys',
  complianceKeys: 'https://admin.openai.com/credentials/admin-keys',
  organization: 'https://platform.openai.com/settings/organization/general',
  workspace: 'https://chatgpt.com/admin/settings',
  dataControls: 'https://platform.openai.com/settings/organization/data-controls/data-retention',
  ipAllowList: 'https://platform.openai.com/settings/organization/security',
  accessRequest: 'https://help.openai.com/en/articles/9261474-compliance-api-for-enterprise-customers',
  status: 'https://status.openai.com',
} as const

/** What a result means and what to do next. `fixUrl` is where to do it. */
export interface Advice {
  readonly words: string
  readonly fixUrl: string | null
}

export interface AdviceSubject {
  /** What the person called the key: `admin key`. */
  readonly label: string
  readonly kind: CredentialKind
  readonly capability: Capability | null
  /** OpenAI's own names of the scopes that are missing; empty where it did not say. */
  readonly scopes: readonly string[]
}

const keysPage = (kind: CredentialKind): string =>
  kind === 'compliance_key' ? LINKS.complianceKeys : LINKS.adminKeys

const doing = (subject: AdviceSubject): string =>
  subject.capability === null ? 'read anything' : CAPABILITY_FACTS[subject.capability].label

function neededScopes(subject: AdviceSubject): string {
  if (subject.scopes.length > 0) return subject.scopes.join(', ')
  return subject.capability === null ? 'read' : CAPABILITY_FACTS[subject.capability].scope
}

type Words = (subject: AdviceSubject) => Advice

/** One entry a result code: what happened, why, what to do next. No value of a key or an answer goes in here. */
const ADVICE: Record<ResultCode, Words> = {
  ok: (s) => ({ words: `The ${s.label} can ${doing(s)}.`, fixUrl: null }),
  invalid_key: (s) => ({
    words: `OpenAI does not know the ${s.label}, so it cannot ${doing(s)}. Check that it was copied whole, or make a new one and replace it.`,
    fixUrl: keysPage(s.kind),
  }),
  key_revoked_or_expired: (s) => ({
    words: `OpenAI no longer accepts the ${s.label}, so it cannot ${doing(s)}: it was revoked, it expired, or the person who made it lost the role. Make a new one and replace it; collection goes on where it stopped.`,
    fixUrl: keysPage(s.kind),
  }),
  swapped_keys: (s) => ({
    words: `The compliance key and the admin key were given in each other's place: the ${s.label} is the other one. Casbah uses each for what it can do, here to ${doing(s)}; replace them in the right places so that names stay true.`,
    fixUrl: keysPage(s.kind),
  }),
  wrong_key_class: (s) => ({
    words:
      s.kind === 'admin_key'
        ? `The key given as admin key is not one: it cannot ${doing(s)}. Give an admin key of the organization here.`
        : `The key given as ${s.label} is of another kind: it cannot ${doing(s)}. Give a ${s.label} here.`,
    fixUrl: keysPage(s.kind),
  }),
  missing_scope: (s) => ({
    words: `The ${s.label} may not ${doing(s)}: it lacks the scope ${neededScopes(s)}. Add that scope to the key, or make a key that has it.`,
    fixUrl: keysPage(s.kind),
  }),
  access_not_granted_yet: (s) => ({
    words: `The ${s.label} is valid, but OpenAI has not granted it the access to ${doing(s)} yet; that takes days after the request. Casbah asks again every hour and starts by itself.`,
    fixUrl: LINKS.accessRequest,
  }),
  unknown_workspace: (s) => ({
    words: `OpenAI finds no workspace of that id for the ${s.label} to ${doing(s)} in. Copy the workspace id anew from the workspace's settings.`,
    fixUrl: LINKS.workspace,
  }),
  wrong_organization: (s) => ({
    words: `The ${s.label} cannot ${doing(s)}: it belongs to another organization than the one given. Compare the organization ids of the key and of the workspace.`,
    fixUrl: LINKS.organization,
  }),
  audit_logging_disabled: (s) => ({
    words: `The ${s.label} may ${doing(s)}, but there are none: audit logging is not enabled. An owner enables it once under Data controls; it cannot be disabled again.`,
    fixUrl: LINKS.dataControls,
  }),
  ip_not_allowed: (s) => ({
    words: `OpenAI refused to let the ${s.label} ${doing(s)} from the network address of this machine. Add the address to the IP allow list.`,
    fixUrl: LINKS.ipAllowList,
  }),
  project_key_adds_nothing: () => ({
    words: 'The admin key already reads every project; this project key adds nothing and may be removed.',
    fixUrl: null,
  }),
  not_configured: (s) => ({
    words: `Nothing was given to ${doing(s)} with.`,
    fixUrl: keysPage(s.kind),
  }),
  unreachable: () => ({
    words:
      'OpenAI could not be reached or did not answer in time. Check this machine’s outbound HTTPS and OpenAI’s status; Casbah tries again.',
    fixUrl: LINKS.status,
  }),
  rate_limited: () => ({
    words: 'OpenAI asks for fewer requests now. Casbah waits and tries again.',
    fixUrl: null,
  }),
  contract_changed: () => ({
    words:
      'OpenAI answered in a shape that Casbah does not understand. Update Casbah; if it is the newest version, report it with `casbah probe --shape-report`.',
    fixUrl: null,
  }),
}

export function adviceFor(code: ResultCode, subject: AdviceSubject): Advice {
  return ADVICE[code](subject)
}
