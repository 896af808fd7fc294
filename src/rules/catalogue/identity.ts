import type { CatalogueEntry, Needs } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

/** Who has access at OpenAI, held against the company's own directory. */
type IdentityRuleId = 'identity.left_but_active' | 'identity.not_in_directory'

const USERS: Needs = { 'platform.user': ['platform.users'], 'chatgpt.user': ['chatgpt.users'] }

const COMMON = {
  version: 1,
  category: 'Identity',
  cloudflareName: null,
  cloudflareFindingTypeId: null,
  chatgptEnterpriseRequired: false,
  products: ['ChatGPT Enterprise', 'OpenAI API platform'],
  kind: 'state',
  comesWith: null,
  leastMode: 'none',
  needs: USERS,
  references: [REFERENCES.cisControls, REFERENCES.nhiTop10, REFERENCES.adminApi],
} as const

const OPEN_PEOPLE = [
  { text: 'For a workspace user, open the members.', url: CONSOLE.members },
  { text: 'For a platform user, open the organization’s people.', url: CONSOLE.people },
]

export const IDENTITY_ENTRIES: { readonly [Id in IdentityRuleId]: CatalogueEntry } = {
  'identity.left_but_active': {
    ...COMMON,
    id: 'identity.left_but_active',
    title: 'Somebody who has left the company still has an enabled account',
    description:
      'The imported directory says that this person left (a grace in days is a setting), and their account is enabled. Matched by e-mail address. Without a directory nobody is judged; service accounts and deactivated users are left out.',
    risk: 'Whoever has left still reads what the workspace shares, or calls the API at the company’s cost. Keys that they made go on working with nobody to answer for them.',
    severity: 'high',
    escalation: 'Critical for an owner or admin, or where the person owns a live API key',
    remediation: {
      why: 'Access ends with the employment, on the same day.',
      steps: [
        {
          text: 'Look what the person owns: `casbah identities show` names their keys, GPTs and agents. Hand over what is needed.',
        },
        ...OPEN_PEOPLE,
        { text: 'Replace the keys that they made, and delete those.', url: CONSOLE.projects },
        { text: 'Remove the account, or deactivate it in the identity provider that provisions it.' },
      ],
      api: 'DELETE /organization/users/{user_id}',
    },
    frameworks: {
      'OWASP NHI 2025': ['NHI1'],
      'MITRE ATT&CK': ['T1078.004'],
      'CIS Controls v8.1': ['5.3', '6.2'],
      'ISO 27001:2022': ['A.5.18', 'A.6.5'],
      'SOC 2': ['CC6.2'],
    },
  },
  'identity.not_in_directory': {
    ...COMMON,
    id: 'identity.not_in_directory',
    title: 'An enabled account belongs to nobody in the company’s directory',
    description:
      'The address of this enabled account is of the integration’s own domains (of any, where none is set) and the imported directory does not know it. A directory that SCIM has begun to fill is waited for, a day. Without a directory nobody is judged.',
    risk: 'Nobody’s leaving will ever end this access: a shared mailbox, a former name, a contractor whom no process knows, or an account that somebody made to stay.',
    severity: 'medium',
    escalation: null,
    remediation: {
      why: 'Each account should have a person whose joining and leaving the company knows of.',
      steps: [
        {
          text: 'Find whose it is. If the person works here under another address, correct one of the two.',
        },
        ...OPEN_PEOPLE,
        { text: 'Remove the account if nobody answers for it; else add its person to the directory.' },
      ],
      api: 'DELETE /organization/users/{user_id}',
    },
    frameworks: {
      'OWASP NHI 2025': ['NHI1'],
      'MITRE ATT&CK': ['T1078.004'],
      'CIS Controls v8.1': ['5.3', '6.2'],
      'ISO 27001:2022': ['A.5.18', 'A.6.5'],
      'SOC 2': ['CC6.2'],
    },
  },
}
