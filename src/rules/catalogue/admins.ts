import type { CatalogueEntry, Needs } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

/** People whose accounts can do the most harm. */
type AdminRuleId = 'user.dormant_admin' | 'user.admin_external_domain' | 'user.too_many_admins'

const USERS: Needs = { 'platform.user': ['platform.users'], 'chatgpt.user': ['chatgpt.users'] }

const COMMON = {
  version: 1,
  category: 'Users and invites',
  cloudflareName: null,
  cloudflareFindingTypeId: null,
  chatgptEnterpriseRequired: false,
  products: ['ChatGPT Enterprise', 'OpenAI API platform'],
  kind: 'state',
  comesWith: null,
  leastMode: 'none',
} as const

const OPEN_PEOPLE = [
  { text: 'For a workspace user, open the members.', url: CONSOLE.members },
  { text: 'For a platform user, open the organization’s people.', url: CONSOLE.people },
]

const CHANGE_ROLE = 'POST /organization/users/{user_id} with a role of less power'

export const ADMIN_ENTRIES: { readonly [Id in AdminRuleId]: CatalogueEntry } = {
  'user.dormant_admin': {
    ...COMMON,
    id: 'user.dormant_admin',
    title: 'An owner or admin has shown no activity for a long time',
    description:
      'An owner or admin, enabled and here for more than 30 days (a setting), without activity for as long in any signal that can be read: sign-ins, conversations, audit logs, last use of API keys. Signals that are missing or short are named in the evidence.',
    risk: 'Nobody would notice if somebody else signed in with this account, and it may give access, make keys and change controls.',
    severity: 'high',
    escalation: null,
    needs: USERS,
    remediation: {
      why: 'Power that nobody uses is better given to nobody.',
      steps: [
        ...OPEN_PEOPLE,
        { text: 'Lower the role now; it is raised again in a minute, should the person need it.' },
        { text: 'Remove the account if the person has left.' },
      ],
      api: CHANGE_ROLE,
    },
    references: [REFERENCES.cisControls, REFERENCES.adminApi],
    frameworks: {
      'MITRE ATT&CK': ['T1078.004'],
      'CIS Controls v8.1': ['5.3', '5.4'],
      'ISO 27001:2022': ['A.8.2', 'A.5.18'],
      'SOC 2': ['CC6.2', 'CC6.3'],
    },
  },
  'user.admin_external_domain': {
    ...COMMON,
    id: 'user.admin_external_domain',
    title: 'An owner or admin has an address outside of our domains',
    description:
      'The e-mail address of this owner or admin is of none of the integration’s own domains. Own domains are a setting; while none is set, nobody is judged.',
    risk: 'An account under somebody else’s mail domain does not end with your own offboarding, and whoever runs that domain can reset its password.',
    severity: 'high',
    escalation: null,
    needs: USERS,
    remediation: {
      why: 'Those who hold the organization should be people of the organization.',
      steps: [
        ...OPEN_PEOPLE,
        { text: 'Ask whether this person has to be an admin. If not, lower the role.' },
        { text: 'If the domain is yours, add it to the integration’s own domains.' },
      ],
      api: CHANGE_ROLE,
    },
    references: [REFERENCES.cisControls, REFERENCES.adminApi],
    frameworks: {
      'MITRE ATT&CK': ['T1078.004', 'T1098.003'],
      'CIS Controls v8.1': ['5.4', '6.8'],
      'ISO 27001:2022': ['A.5.15', 'A.8.2'],
      'SOC 2': ['CC6.1'],
    },
  },
  'user.too_many_admins': {
    ...COMMON,
    id: 'user.too_many_admins',
    title: 'Too many people are owners or admins',
    description:
      'More than 5 enabled people, or more than 5 percent of them, are owners or admins (both are settings). Two are always fine, so that one can be away.',
    risk: 'Each of these accounts is a way to all of it. The more there are, the likelier one is phished, forgotten, or used for everyday work.',
    severity: 'medium',
    escalation: null,
    needs: { 'platform.organization': ['platform.users'], 'chatgpt.workspace': ['chatgpt.users'] },
    remediation: {
      why: 'Few accounts of great power can be watched, and many cannot.',
      steps: [
        ...OPEN_PEOPLE,
        { text: 'Go through the owners and admins, and lower those who do not need it.' },
      ],
      api: CHANGE_ROLE,
    },
    references: [REFERENCES.cisControls, REFERENCES.adminApi],
    frameworks: {
      'MITRE ATT&CK': ['T1078.004'],
      'CIS Controls v8.1': ['5.4', '6.8'],
      'ISO 27001:2022': ['A.8.2'],
      'SOC 2': ['CC6.3'],
    },
  },
}
