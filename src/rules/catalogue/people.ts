import type { CatalogueEntry, Needs } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

type PeopleRuleId = 'invite.high_privilege' | 'invite.stale' | 'user.inactive' | 'user.unusual_activity'

const INVITES: Needs = { 'platform.invite': ['platform.invites'] }
const USERS: Needs = { 'platform.user': ['platform.users'], 'chatgpt.user': ['chatgpt.users'] }

const COMMON = {
  version: 1,
  category: 'Users and invites',
  chatgptEnterpriseRequired: false,
  kind: 'state',
  comesWith: null,
  leastMode: 'none',
} as const

const DORMANT = {
  'MITRE ATT&CK': ['T1078.004'],
  'CIS Controls v8.1': ['5.3'],
  'ISO 27001:2022': ['A.5.18'],
  'SOC 2': ['CC6.2'],
} as const

const DELETE_INVITE = 'DELETE /organization/invites/{invite_id}'

export const PEOPLE_ENTRIES: { readonly [Id in PeopleRuleId]: CatalogueEntry } = {
  'invite.high_privilege': {
    ...COMMON,
    id: 'invite.high_privilege',
    title: 'A pending invite would give high privileges',
    cloudflareName: 'OpenAI: High-privilege invite',
    cloudflareFindingTypeId: '776ceb93-fa9a-4ca0-83db-668a67c09936',
    products: ['OpenAI API platform'],
    description:
      'This invite is pending and not expired, and would make whoever accepts it an owner of the organization or of a platform project. OpenAI does not list a ChatGPT workspace’s own invites, so those are not seen.',
    risk: 'Whoever can read that mailbox becomes an owner: they can make keys, invite others and change controls. A mistyped or outside address gives this to a stranger.',
    severity: 'high',
    escalation: 'Critical if the address is not of a verified domain',
    needs: INVITES,
    remediation: {
      why: 'High privileges should be given to people who are known and only after they have joined.',
      steps: [
        { text: 'Open the organization’s people and their invitations.', url: CONSOLE.people },
        { text: 'Ask who sent it whether that address and that role are meant.' },
        {
          text: 'If not, delete the invite; invite again as reader, and raise the role after the person has joined.',
        },
      ],
      api: DELETE_INVITE,
    },
    references: [REFERENCES.adminApi, REFERENCES.cisControls],
    frameworks: {
      'MITRE ATT&CK': ['T1098.003', 'T1136.003'],
      'OWASP Agentic': ['ASI03'],
      'CIS Controls v8.1': ['5.4', '6.8'],
    },
  },
  'user.inactive': {
    ...COMMON,
    id: 'user.inactive',
    title: 'A user has shown no activity for a long time',
    cloudflareName: 'OpenAI: Inactive user',
    cloudflareFindingTypeId: '20ab9ddb-fd48-46a8-9fdf-9bb9b9061f21',
    products: ['ChatGPT Enterprise', 'OpenAI API platform'],
    description:
      'Enabled, here for more than 45 days (a setting), and no activity for as long in any signal that can be read: sign-ins, conversations, audit logs, last use of API keys. Signals that are missing or cover less time are named in the evidence. Service accounts and deactivated users are left out.',
    risk: 'An account that its owner does not use is one whose takeover nobody notices. It keeps its access, its shares and its seat.',
    severity: 'medium',
    escalation: null,
    needs: USERS,
    remediation: {
      why: 'Access should end when it is no longer used.',
      steps: [
        {
          text: 'For a workspace user, open the members; for a platform user, the organization’s people.',
          url: CONSOLE.members,
        },
        { text: 'Check with the person or their manager; long leave is a reason for an exception.' },
        {
          text: 'Remove the user, or deactivate them in the identity provider where that provisions users.',
          url: CONSOLE.people,
        },
      ],
      api: 'DELETE /organization/users/{user_id}',
    },
    references: [REFERENCES.cisControls, REFERENCES.adminApi],
    frameworks: DORMANT,
  },
  'user.unusual_activity': {
    ...COMMON,
    id: 'user.unusual_activity',
    title: 'A user did far more in a day than they use to',
    cloudflareName: null,
    cloudflareFindingTypeId: null,
    products: ['ChatGPT Enterprise', 'OpenAI API platform'],
    description:
      'On one day this user left at least 100 records (a setting) of one signal, and 6 robust deviations above the median of their own 28 days before (median and median deviation). Signals: sign-ins, audit logs, messages, app calls, usage. Needs 14 watched days; days without collection are left out, and so is today.',
    risk: 'A taken-over account, or a script with a person’s session, shows as a jump in what that person does. So does a busy day before a deadline: the evidence says by how much.',
    severity: 'medium',
    escalation: null,
    needs: USERS,
    remediation: {
      why: 'Whoever owns an account knows best whether that day was theirs.',
      steps: [
        { text: 'Ask the person what they did on that day.' },
        { text: 'Look at their sign-ins of that day: new places or devices?', url: CONSOLE.members },
        { text: 'If it was not them, end their sessions and have the password and keys replaced.' },
      ],
      api: null,
    },
    references: [REFERENCES.cisControls, REFERENCES.adminApi],
    frameworks: {
      'MITRE ATT&CK': ['T1078.004'],
      'CIS Controls v8.1': ['8.11'],
      'ISO 27001:2022': ['A.8.16'],
      'SOC 2': ['CC7.2'],
    },
  },
  'invite.stale': {
    ...COMMON,
    id: 'invite.stale',
    title: 'An invite has been pending for long, or has expired and was not removed',
    cloudflareName: 'OpenAI: Stale pending invite',
    cloudflareFindingTypeId: '18fd5b21-8489-485e-9c93-0bd4a696e724',
    products: ['OpenAI API platform'],
    description:
      'This invite has been pending for more than 7 days (a setting), or is past its expiry and still listed. OpenAI does not list a ChatGPT workspace’s own invites, so those are not seen.',
    risk: 'A forgotten invite waits in a mailbox for whoever reads it next. Leftovers also hide the one invite that somebody should look at.',
    severity: 'low',
    escalation: null,
    needs: INVITES,
    remediation: {
      why: 'An open door that nobody walks through is better closed.',
      steps: [
        { text: 'Open the organization’s people and their invitations.', url: CONSOLE.people },
        { text: 'Delete the invite; send a new one when the person is ready to accept it.' },
      ],
      api: DELETE_INVITE,
    },
    references: [REFERENCES.cisControls, REFERENCES.adminApi],
    frameworks: DORMANT,
  },
}
