import type { RuleId } from '../../model/core/rule-ids.ts'
import type { CatalogueEntry } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

/** Keys, service accounts, agents, GPTs that act: whatever has access and is no person. */
type NonHumanRuleId = Extract<RuleId, `nhi.${string}`>

const COMMON = {
  version: 1,
  category: 'Non-human identities',
  cloudflareName: null,
  cloudflareFindingTypeId: null,
  chatgptEnterpriseRequired: false,
  kind: 'state',
  comesWith: null,
  leastMode: 'none',
} as const

const REFERENCES_OF_ALL = [REFERENCES.nhiTop10, REFERENCES.adminApi]

export const NON_HUMAN_ENTRIES: { readonly [Id in NonHumanRuleId]: CatalogueEntry } = {
  'nhi.orphaned': {
    ...COMMON,
    id: 'nhi.orphaned',
    products: ['ChatGPT Enterprise', 'OpenAI API platform'],
    title: 'A key, agent or GPT with actions has an owner who is gone or disabled',
    description:
      'Whoever owns this API key, workspace agent or GPT with custom actions is disabled, or is no user any more. It goes on working all the same.',
    risk: 'Nobody answers for it: nobody sees that it is misused, nobody knows what breaks without it, and the person who left may still have a copy.',
    severity: 'high',
    escalation: 'Critical if it is an admin API key',
    needs: {
      'platform.admin_key': ['platform.admin_keys', 'platform.users'],
      'platform.project_key': ['platform.projects', 'platform.project_keys', 'platform.users'],
      'chatgpt.gpt': ['chatgpt.gpts', 'chatgpt.gpt_configs', 'chatgpt.users'],
      'chatgpt.agent': ['chatgpt.agents', 'chatgpt.users'],
    },
    remediation: {
      why: 'Whatever has access needs somebody who answers for it.',
      steps: [
        { text: 'For a key, open the platform project or the admin keys.', url: CONSOLE.projects },
        {
          text: 'For a GPT or an agent, open the workspace’s list and give it another owner.',
          url: CONSOLE.gpts,
        },
        { text: 'Replace a key that is still used by one of a service account, then delete it.' },
      ],
      api: 'DELETE /organization/projects/{project_id}/api_keys/{api_key_id}',
    },
    references: REFERENCES_OF_ALL,
    frameworks: {
      'OWASP NHI 2025': ['NHI1'],
      'OWASP Agentic': ['ASI03'],
      'MITRE ATT&CK': ['T1078.004'],
      'CIS Controls v8.1': ['5.3', '5.5'],
      'ISO 27001:2022': ['A.5.18', 'A.6.5'],
      'SOC 2': ['CC6.2'],
    },
  },
  'nhi.admin': {
    ...COMMON,
    id: 'nhi.admin',
    products: ['OpenAI API platform'],
    title: 'A service account has the power of an owner',
    description:
      'This service account has the role of an owner: of a platform project, or of the whole organization. Admin API keys are judged by rules of their own.',
    risk: 'A machine’s key is copied into builds, notebooks and settings. With an owner’s power each copy can give access, make further keys and take people out.',
    severity: 'medium',
    escalation: 'High if its power reaches over the whole organization',
    needs: {
      'platform.service_account': ['platform.projects', 'platform.service_accounts'],
      'platform.user': ['platform.users'],
    },
    remediation: {
      why: 'A program needs the power for its task; granting power is people’s work.',
      steps: [
        { text: 'Open the platform project and its service accounts.', url: CONSOLE.projects },
        { text: 'Make a service account with the role of a member, and move the program to its key.' },
        { text: 'Delete the old account; its keys go with it.' },
      ],
      api: 'DELETE /organization/projects/{project_id}/service_accounts/{service_account_id}',
    },
    references: REFERENCES_OF_ALL,
    frameworks: {
      'OWASP NHI 2025': ['NHI5'],
      'MITRE ATT&CK': ['T1098.003', 'T1078.004'],
      'CIS Controls v8.1': ['5.5', '6.8'],
      'ISO 27001:2022': ['A.8.2'],
      'SOC 2': ['CC6.3'],
    },
  },
  'nhi.woke_up': {
    ...COMMON,
    id: 'nhi.woke_up',
    products: ['ChatGPT Enterprise', 'OpenAI API platform'],
    title: 'A key or a GPT with actions was used after a long silence',
    description:
      'This API key, or GPT with custom actions, was used after at least 30 days (a setting) without any use. Told where the silence was watched: by lists that said when the key was last used, or a log held without a gap. A new integration warms up for 7 days first. Keys of service accounts are judged as keys.',
    risk: 'What nobody has used for weeks is what nobody watches. A key that wakes up may have been found in an old build or a leaked file; a job that runs once a quarter looks the same, so ask first.',
    severity: 'medium',
    escalation: 'High if it is an admin API key',
    needs: {
      'platform.admin_key': ['platform.admin_keys'],
      'platform.project_key': ['platform.projects', 'platform.project_keys'],
      'chatgpt.gpt': ['chatgpt.gpts', 'chatgpt.gpt_configs', 'logs.CONVERSATION_MESSAGE'],
    },
    remediation: {
      why: 'A use that its owner cannot explain is somebody else’s.',
      steps: [
        { text: 'Ask the owner whether the use on that day was theirs.' },
        {
          text: 'If it was not, delete the key at once, and look at what it did in the platform’s usage and audit log.',
          url: CONSOLE.projects,
        },
        { text: 'For a GPT, look at who has it and what its actions can reach.', url: CONSOLE.gpts },
        { text: 'If it was, replace the key by one that expires after each use, or write an exception.' },
      ],
      api: 'DELETE /organization/projects/{project_id}/api_keys/{api_key_id}',
    },
    references: REFERENCES_OF_ALL,
    frameworks: {
      'OWASP NHI 2025': ['NHI1', 'NHI2'],
      'OWASP Agentic': ['ASI03'],
      'MITRE ATT&CK': ['T1078.004'],
      'CIS Controls v8.1': ['5.3', '8.11'],
      'ISO 27001:2022': ['A.8.16'],
      'SOC 2': ['CC7.2'],
    },
  },
  'nhi.no_expiry': {
    ...COMMON,
    id: 'nhi.no_expiry',
    products: ['OpenAI API platform'],
    title: 'An API key never expires',
    description:
      'OpenAI says of this API key that it has no end (`expires_at` is null). Where OpenAI does not tell, nothing is judged.',
    risk: 'A key without an end works for whoever finds it, in years too. An expiry is the one safeguard that needs nobody to remember anything.',
    severity: 'low',
    escalation: 'Medium if it is an admin API key',
    needs: {
      'platform.admin_key': ['platform.admin_keys'],
      'platform.project_key': ['platform.projects', 'platform.project_keys'],
    },
    remediation: {
      why: 'Whatever is forgotten should end by itself.',
      steps: [
        {
          text: 'Open the organization’s admin keys, or the platform project and its keys.',
          url: CONSOLE.adminKeys,
        },
        { text: 'Make a new key with an expiry, and put it where the old one is used.' },
        { text: 'When the old key’s last use stands still, delete it.' },
      ],
      api: 'POST /organization/admin_api_keys with expires_at',
    },
    references: REFERENCES_OF_ALL,
    frameworks: {
      'OWASP NHI 2025': ['NHI7'],
      'MITRE ATT&CK': ['T1078.004'],
      'CIS Controls v8.1': ['5.5'],
      'ISO 27001:2022': ['A.5.17'],
      'SOC 2': ['CC6.1'],
    },
  },
}
