import type { CatalogueEntry, Needs } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

/** Power that was given, doors that were opened, things that were shared or connected. */
type AccessRuleId =
  | 'identity.privilege_escalated'
  | 'access.login_burst'
  | 'access.credential_created'
  | 'gpt.owner_changed'
  | 'share.conversation_public'
  | 'app.linked'
  | 'agent.published'

const WORKSPACE: Needs = { 'chatgpt.workspace': ['logs.AUDIT_LOG'] }
const BOTH: Needs = {
  'chatgpt.workspace': ['logs.AUDIT_LOG'],
  'platform.organization': ['platform.audit_logs'],
}

const COMMON = {
  version: 1,
  category: 'Access and sharing',
  cloudflareName: null,
  cloudflareFindingTypeId: null,
  chatgptEnterpriseRequired: true,
  products: ['ChatGPT Enterprise'],
  kind: 'event',
  comesWith: null,
  leastMode: 'none',
  escalation: null,
  references: [REFERENCES.complianceApi, REFERENCES.cisControls],
} as const

const ON_BOTH = {
  ...COMMON,
  chatgptEnterpriseRequired: false,
  products: ['ChatGPT Enterprise', 'OpenAI API platform'],
} as const

const OPEN_MEMBERS = { text: 'Open the members of the workspace.', url: CONSOLE.members }
const OPEN_GPT = { text: 'Open the list of GPTs and search for this one by its id.', url: CONSOLE.gpts }

export const ACCESS_ENTRIES: { readonly [Id in AccessRuleId]: CatalogueEntry } = {
  'identity.privilege_escalated': {
    ...ON_BOTH,
    id: 'identity.privilege_escalated',
    title: 'Somebody was given the power of an owner or admin',
    description:
      'An audit log says that a member, a platform user or a service account was given the role of an owner or admin.',
    risk: 'New power is how an intruder settles in, and how mistakes become large. It is quickly given and rarely taken back.',
    severity: 'high',
    escalation: 'Critical if it was given to a non-human identity',
    needs: BOTH,
    remediation: {
      why: 'Whoever gave the power should be able to say what it is for.',
      steps: [
        { text: 'Ask the person who did it whether it was meant.' },
        OPEN_MEMBERS,
        { text: 'Lower the role if it is not needed, or no longer.' },
      ],
      api: 'POST /organization/users/{user_id} with a role of less power',
    },
    frameworks: {
      'OWASP NHI 2025': ['NHI5'],
      'OWASP Agentic': ['ASI03'],
      'MITRE ATT&CK': ['T1098.003', 'T1078.004'],
      'CIS Controls v8.1': ['5.4', '6.8'],
      'ISO 27001:2022': ['A.8.2'],
      'SOC 2': ['CC6.3'],
    },
  },
  'access.login_burst': {
    ...COMMON,
    id: 'access.login_burst',
    title: 'A sign-in succeeded after many refused passwords',
    description:
      'Five or more passwords of one person were refused within 30 minutes (both are settings), and then one was taken. Where people sign in through an identity provider, its own logs show the failures and OpenAI’s do not.',
    risk: 'A password may have been guessed or tried out from a leak, and whoever did it is in.',
    severity: 'high',
    needs: { 'chatgpt.workspace': ['logs.AUTH_LOG'] },
    remediation: {
      why: 'If it was not the person, every minute counts.',
      steps: [
        { text: 'Ask the person, by another way than the account, whether it was them.' },
        OPEN_MEMBERS,
        { text: 'If not, sign them out everywhere, reset the password, and require single sign-on.' },
      ],
      api: null,
    },
    frameworks: {
      'MITRE ATT&CK': ['T1110'],
      'CIS Controls v8.1': ['6.3', '8.11'],
      'ISO 27001:2022': ['A.8.5', 'A.8.16'],
      'SOC 2': ['CC6.1', 'CC7.2'],
    },
  },
  'access.credential_created': {
    ...ON_BOTH,
    id: 'access.credential_created',
    title: 'A powerful credential was created',
    description:
      'An admin API key, a key whose scopes let it manage, or a personal access token (also for Codex) was created. Ordinary project keys are not meant.',
    risk: 'A new credential outlives the session that made it. It is the first thing an intruder makes.',
    severity: 'medium',
    needs: BOTH,
    remediation: {
      why: 'Each such credential should have a purpose that somebody can name.',
      steps: [
        { text: 'Ask the person in the evidence what it is for.' },
        { text: 'Open the organization’s admin keys.', url: CONSOLE.adminKeys },
        { text: 'Delete it if nobody needs it; give it an expiry if somebody does.' },
      ],
      api: 'DELETE /organization/admin_api_keys/{key_id}',
    },
    frameworks: {
      'OWASP NHI 2025': ['NHI5', 'NHI7'],
      'MITRE ATT&CK': ['T1098.001'],
      'CIS Controls v8.1': ['5.5', '6.8'],
      'ISO 27001:2022': ['A.5.17'],
      'SOC 2': ['CC6.1'],
    },
  },
  'gpt.owner_changed': {
    ...COMMON,
    id: 'gpt.owner_changed',
    title: 'A GPT was given another owner',
    description: 'The workspace’s audit log says that the owner of this GPT was changed.',
    risk: 'An owner reads the GPT’s instructions and files, changes what it does, and decides whom it reaches.',
    severity: 'medium',
    needs: WORKSPACE,
    remediation: {
      why: 'A GPT changes hands when somebody leaves, or when somebody wants what is in it.',
      steps: [OPEN_GPT, { text: 'Ask the former owner, or their manager, whether the handover was meant.' }],
      api: null,
    },
    frameworks: {
      'OWASP LLM 2025': ['LLM02', 'LLM07'],
      'MITRE ATT&CK': ['T1098'],
      'CIS Controls v8.1': ['3.3', '6.8'],
      'ISO 27001:2022': ['A.5.18'],
    },
  },
  'share.conversation_public': {
    ...COMMON,
    id: 'share.conversation_public',
    title: 'Conversations were shared by link',
    description:
      'A person made links to conversations. The evidence counts them; which they were is in the audit log. Needs a collection mode in which deeds in conversations are kept.',
    risk: 'A link works for whoever has it, and shows all that was said and uploaded up to then.',
    severity: 'low',
    leastMode: 'metadata',
    needs: WORKSPACE,
    remediation: {
      why: 'What is meant for one reader is better sent to one reader.',
      steps: [
        { text: 'Ask the person whom the links were for.', url: CONSOLE.members },
        { text: 'Have them delete links that are not needed: Settings, Data controls, Shared links.' },
      ],
      api: null,
    },
    frameworks: {
      'OWASP LLM 2025': ['LLM02'],
      'MITRE ATT&CK': ['T1567'],
      'CIS Controls v8.1': ['3.3'],
      'ISO 27001:2022': ['A.5.14', 'A.8.12'],
    },
  },
  'app.linked': {
    ...COMMON,
    id: 'app.linked',
    title: 'An app was connected to a person’s account',
    description:
      'A person connected an app: from then on ChatGPT may read there, and sometimes write, what the person may.',
    risk: 'Data of other systems enters conversations, and instructions hidden in it can steer what ChatGPT does next.',
    severity: 'low',
    leastMode: 'none',
    needs: { 'chatgpt.workspace': ['logs.APP_AUTH_LOG'] },
    remediation: {
      why: 'Which systems ChatGPT may reach is a decision of the workspace.',
      steps: [
        { text: 'Look up which app it is, and whether it is one that was approved.' },
        { text: 'Restrict apps in the workspace’s settings.', url: CONSOLE.workspaceSettings },
      ],
      api: null,
    },
    frameworks: {
      'OWASP LLM 2025': ['LLM01', 'LLM06'],
      'OWASP Agentic': ['ASI02', 'ASI04'],
      'OWASP NHI 2025': ['NHI3'],
      'MITRE ATT&CK': ['T1550.001'],
      'CIS Controls v8.1': ['2.5', '15.2'],
    },
  },
  'agent.published': {
    ...COMMON,
    id: 'agent.published',
    title: 'A workspace agent was published',
    description:
      'An agent was published to others in the workspace. Needs a collection mode in which logs of agents are read.',
    risk: 'An agent works on its own with what it was connected to; whoever may use it may have that done.',
    severity: 'low',
    leastMode: 'metadata',
    needs: { 'chatgpt.workspace': ['logs.CUSTOM_AGENTS_LOG'] },
    remediation: {
      why: 'Somebody besides its maker should have looked at an agent before others rely on it.',
      steps: [
        {
          text: 'Open the workspace’s settings for agents, and look at its tools and connections.',
          url: CONSOLE.workspaceSettings,
        },
        { text: 'Unpublish it until it was reviewed.' },
      ],
      api: 'POST /compliance/workspaces/{workspace_id}/agents/{agent_id}/unpublish',
    },
    frameworks: {
      'OWASP LLM 2025': ['LLM06'],
      'OWASP Agentic': ['ASI02', 'ASI03'],
      'OWASP NHI 2025': ['NHI5'],
      'CIS Controls v8.1': ['2.5'],
      'ISO 27001:2022': ['A.8.32'],
    },
  },
}
