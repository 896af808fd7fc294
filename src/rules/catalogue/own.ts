import type { RuleId } from '../../model/core/rule-ids.ts'
import type { CatalogueEntry, Needs } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

/** Our own keys, and our own eyes: what ends or narrows what Casbah can see. */
type OwnRuleId = Extract<RuleId, `credential.${string}` | `collection.${string}`>

/** Our own key is found in the listings of keys, and its owner in that of users. */
const OWN_KEY: Needs = { 'casbah.credential': ['platform.admin_keys', 'platform.users'] }
/** Judged by what Casbah knows of itself. */
const TENANT: Needs = { 'platform.organization': [], 'chatgpt.workspace': [] }

const COMMON = {
  version: 1,
  category: 'Our own access',
  cloudflareName: null,
  cloudflareFindingTypeId: null,
  chatgptEnterpriseRequired: false,
  escalation: null,
  kind: 'state',
  comesWith: null,
  leastMode: 'none',
} as const

const OWN_KEY_COMMON = { ...COMMON, products: ['OpenAI API platform'], needs: OWN_KEY } as const

const REPLACE = {
  text: 'Give Casbah the new key: `casbah integrations replace-credential`. Runs go on from where they stand.',
}

const LIFE_OF_A_KEY = {
  'OWASP NHI 2025': ['NHI1', 'NHI7'],
  'CIS Controls v8.1': ['5.5', '8.2'],
  'ISO 27001:2022': ['A.5.17', 'A.8.15'],
  'SOC 2': ['CC7.2'],
} as const

const SIGHT = {
  'CIS Controls v8.1': ['8.2', '8.11'],
  'ISO 27001:2022': ['A.8.15', 'A.8.16'],
  'SOC 2': ['CC7.2'],
} as const

export const OWN_ENTRIES: { readonly [Id in OwnRuleId]: CatalogueEntry } = {
  'credential.owner_at_risk': {
    ...OWN_KEY_COMMON,
    id: 'credential.owner_at_risk',
    title: 'The owner of Casbah’s own key is gone, disabled, or no longer an owner',
    description:
      'OpenAI’s listing shows that whoever owns the key that Casbah reads with is disabled, is no user any more, or has lost the role of an owner.',
    risk: 'A key has its owner’s power. It may stop working, or read less, at any time and without a word, and nothing is collected from then on.',
    severity: 'high',
    remediation: {
      why: 'What watches the organization should not hang on one person’s account.',
      steps: [
        { text: 'Open the organization’s admin keys.', url: CONSOLE.adminKeys },
        { text: 'Make a read-only key that belongs to a service account.' },
        REPLACE,
      ],
      api: null,
    },
    references: [REFERENCES.adminApi, REFERENCES.nhiTop10],
    frameworks: LIFE_OF_A_KEY,
  },
  'credential.expiring': {
    ...OWN_KEY_COMMON,
    id: 'credential.expiring',
    title: 'Casbah’s own key has expired, or will soon',
    description: 'The key that Casbah reads with has expired, or expires within 14 days.',
    risk: 'From that moment on nothing is collected. OpenAI keeps logs for 30 days: what is not read until then is lost.',
    severity: 'high',
    remediation: {
      why: 'A new key put in before the old one ends costs a minute, and nothing is missed.',
      steps: [
        { text: 'Open the organization’s admin keys.', url: CONSOLE.adminKeys },
        { text: 'Make a new key with the same permissions.' },
        REPLACE,
      ],
      api: null,
    },
    references: [REFERENCES.adminApi, REFERENCES.keySafety],
    frameworks: LIFE_OF_A_KEY,
  },
  'credential.not_service_account': {
    ...OWN_KEY_COMMON,
    id: 'credential.not_service_account',
    title: 'Casbah’s own key belongs to a person',
    description: 'The key that Casbah reads with belongs to a person’s account, not to a service account.',
    risk: 'The key ends with the person: when they leave, change roles, or are cleaned up as inactive, nothing is collected any more.',
    severity: 'low',
    remediation: {
      why: 'A machine’s work should not hang on a person’s account.',
      steps: [
        { text: 'Open the organization’s admin keys.', url: CONSOLE.adminKeys },
        { text: 'Make a read-only key that belongs to a service account.' },
        REPLACE,
      ],
      api: null,
    },
    references: [REFERENCES.nhiTop10, REFERENCES.adminApi],
    frameworks: LIFE_OF_A_KEY,
  },
  'credential.more_than_read': {
    ...OWN_KEY_COMMON,
    id: 'credential.more_than_read',
    title: 'Casbah’s own key may do more than read',
    description:
      'The audit log tells of scopes of the key that Casbah reads with, and some of them write, delete or spend. OpenAI lists no key with its scopes, and Casbah never tries to write: of a key that the audit log does not tell of, nothing is said.',
    risk: 'Casbah sends nothing but reads. Whoever gets hold of the key is not bound to that: they could invite owners, make keys, or change what is watched.',
    severity: 'medium',
    remediation: {
      why: 'A key that only reads loses little when it is lost, and reading is all that is needed.',
      steps: [
        { text: 'Open the organization’s admin keys.', url: CONSOLE.adminKeys },
        { text: 'Make a key with the permission “Read only”, or restrict this one to it.' },
        REPLACE,
      ],
      api: null,
    },
    references: [REFERENCES.adminApi, REFERENCES.nhiTop10, REFERENCES.keySafety],
    frameworks: {
      'OWASP NHI 2025': ['NHI5'],
      'MITRE ATT&CK': ['T1078.004'],
      'CIS Controls v8.1': ['5.4', '6.8'],
      'ISO 27001:2022': ['A.5.15', 'A.8.2'],
      'SOC 2': ['CC6.3'],
    },
  },
  'collection.capability_lost': {
    ...COMMON,
    needs: TENANT,
    id: 'collection.capability_lost',
    products: ['ChatGPT Enterprise', 'OpenAI API platform'],
    title: 'Casbah may no longer read what it has read before',
    description:
      'OpenAI refuses what our key could read in an earlier collection. What stands on it is not judged any more, and says so.',
    risk: 'A loss of sight may be an accident, or may be made by somebody who does not want to be seen. Findings that need it neither open nor close meanwhile.',
    severity: 'high',
    remediation: {
      why: 'What is not read is not known, whatever the other findings say.',
      steps: [
        { text: 'Look at which permission is missing: `casbah integrations get` names each with its fix.' },
        {
          text: 'Open the key, and give it back what it had, or give Casbah another one.',
          url: CONSOLE.adminKeys,
        },
        { text: 'Find out from the audit log who changed it.' },
      ],
      api: null,
    },
    references: [REFERENCES.complianceApi, REFERENCES.adminApi],
    frameworks: SIGHT,
  },
  'collection.gap': {
    ...COMMON,
    needs: TENANT,
    id: 'collection.gap',
    products: ['ChatGPT Enterprise', 'OpenAI API platform'],
    title: 'A part of the history was deleted by OpenAI before it was read',
    description:
      'OpenAI keeps logs for 30 days. Between the two times in the evidence nothing was read, and it is there no more.',
    risk: 'What happened in that time is in no event, no count and no finding. An investigation that meets it has to look elsewhere.',
    severity: 'medium',
    remediation: {
      why: 'What is lost cannot be read again; the next one can be avoided.',
      steps: [
        { text: 'Find out why nothing was collected: the integration’s runs and its phase tell.' },
        {
          text: 'Look for what happened meanwhile in the identity provider and in the workspace.',
          url: CONSOLE.members,
        },
      ],
      api: null,
    },
    references: [REFERENCES.complianceApi, REFERENCES.cisControls],
    frameworks: SIGHT,
  },
  'collection.backlog': {
    ...COMMON,
    needs: TENANT,
    id: 'collection.backlog',
    products: ['ChatGPT Enterprise', 'OpenAI API platform'],
    title: 'What was to be read lies at OpenAI unread',
    description:
      'A log that may be read was last read to its end more than 24 hours ago (a setting). Files count, too, where a DLP profile asks for them; without one no file is read, and the result says that files are left out.',
    risk: 'Findings from it come late. OpenAI deletes logs after 30 days, and files of conversations after as little as 48 hours: what is not read until then is lost.',
    severity: 'medium',
    remediation: {
      why: 'A backlog can still be caught up with; a gap cannot.',
      steps: [
        {
          text: 'Look at what the last runs say of these streams: `casbah runs list`, and `casbah runs get` for one of them.',
        },
        { text: 'Check the key and its scopes: `casbah integrations test`.', url: CONSOLE.adminKeys },
        { text: 'Collect now, and follow the run: `casbah runs follow`.' },
      ],
      api: null,
    },
    references: [REFERENCES.complianceApi, REFERENCES.cisControls],
    frameworks: SIGHT,
  },
}
