import type { CatalogueEntry, Needs } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

type GptRuleId =
  | 'gpt.custom_actions'
  | 'gpt.code_interpreter'
  | 'gpt.web_browsing'
  | 'gpt.public_store'
  | 'gpt.public_link'

const DEFINITION: Needs = { 'chatgpt.gpt': ['chatgpt.gpts', 'chatgpt.gpt_configs'] }
const SHARING: Needs = { 'chatgpt.gpt': ['chatgpt.gpts'] }

const COMMON = {
  version: 1,
  chatgptEnterpriseRequired: true,
  products: ['ChatGPT Enterprise'],
  kind: 'state',
  comesWith: null,
  leastMode: 'none',
  references: [REFERENCES.llmTop10, REFERENCES.compliance],
} as const

/** Upstream's only remedy by API: it takes away every direct share ("isolate"). */
const DROP_SHARES = 'DELETE /compliance/workspaces/{workspace_id}/gpts/{gpt_id}/shared_users'
const OPEN_GPT = {
  text: 'Open the list of GPTs and search for this one by its id or name.',
  url: CONSOLE.gpts,
}

export const GPT_ENTRIES: { readonly [Id in GptRuleId]: CatalogueEntry } = {
  'gpt.custom_actions': {
    ...COMMON,
    id: 'gpt.custom_actions',
    category: 'GPT capability',
    title: 'A GPT can call a host that nobody has put on the allow list',
    cloudflareName: 'OpenAI: GPT with Custom Actions enabled',
    cloudflareFindingTypeId: '5a2995f5-0cc1-4af3-9045-cdf7e6601f7b',
    description:
      'The newest live configuration of this GPT holds at least one custom action whose host is not on the allow list of action hosts. With no allow list, which is the default, every custom action counts.',
    risk: 'A custom action sends what people type, and what the GPT has read, to an outside server, and lets that server’s answer steer the GPT. A wrong host is a way out for data; a writing operation can change records in other systems.',
    severity: 'high',
    escalation:
      'Critical if the GPT is also public or shared by public link, or if an action without authentication has a writing operation',
    needs: DEFINITION,
    remediation: {
      why: 'Only hosts that somebody has reviewed should receive what people say to a GPT.',
      steps: [
        OPEN_GPT,
        { text: 'Review the host, its authentication and its operations with the owner.' },
        {
          text: 'Remove the action, or restrict action domains for the workspace in the GPT settings.',
          url: CONSOLE.gpts,
        },
        { text: 'If the host is wanted, put it on this rule’s allow list, or approve the GPT.' },
      ],
      api: DROP_SHARES,
    },
    frameworks: {
      'OWASP LLM 2025': ['LLM06', 'LLM01', 'LLM02'],
      'OWASP Agentic': ['ASI02', 'ASI04'],
      'OWASP NHI 2025': ['NHI3', 'NHI5'],
      'MITRE ATLAS': ['AML.T0053', 'AML.T0086'],
      'MITRE ATT&CK': ['T1567'],
      'CIS Controls v8.1': ['3.3'],
      'SOC 2': ['CC9.2'],
    },
  },
  'gpt.code_interpreter': {
    ...COMMON,
    id: 'gpt.code_interpreter',
    category: 'GPT capability',
    title: 'A GPT can run code',
    cloudflareName: 'OpenAI: GPT with Code Interpreter enabled',
    cloudflareFindingTypeId: 'd368036a-be90-49f0-b7da-5092a3f8beb4',
    description:
      'The newest live configuration of this GPT has the code interpreter switched on: it writes and runs code over files that people upload and over its own knowledge files.',
    risk: 'Code that a model writes is shaped by what it reads. Instructions hidden in a file can make it open, transform and hand out other files, among them the GPT’s knowledge files, to whoever may use the GPT.',
    severity: 'medium',
    escalation: 'High with knowledge files and an audience of the workspace or wider',
    needs: DEFINITION,
    remediation: {
      why: 'A GPT should hold only the tools that its work needs.',
      steps: [
        OPEN_GPT,
        {
          text: 'Ask the owner whether its work needs code; if not, switch “Code Interpreter & Data Analysis” off.',
        },
        {
          text: 'If it does, narrow who may use it, and take out knowledge files that everybody there may not read.',
        },
      ],
      api: DROP_SHARES,
    },
    frameworks: {
      'OWASP LLM 2025': ['LLM05', 'LLM06'],
      'OWASP Agentic': ['ASI05'],
      'MITRE ATT&CK': ['T1059'],
      'CIS Controls v8.1': ['4.8'],
    },
  },
  'gpt.web_browsing': {
    ...COMMON,
    id: 'gpt.web_browsing',
    category: 'GPT capability',
    title: 'A GPT can browse the web',
    cloudflareName: 'OpenAI: GPT with web browsing enabled',
    cloudflareFindingTypeId: '3af14358-5ff2-4502-921e-7ffd9a310093',
    description:
      'The newest live configuration of this GPT has web browsing switched on: it fetches pages that nobody has reviewed and acts on what they say.',
    risk: 'Web pages can carry instructions to the model. Beside knowledge files or custom actions that makes untrusted input, private data and a way out meet in one place; the address of a fetched page can carry data away too.',
    severity: 'medium',
    escalation: 'High together with custom actions or knowledge files',
    needs: DEFINITION,
    remediation: {
      why: 'Untrusted input, private data and a way out should not meet in one GPT.',
      steps: [
        OPEN_GPT,
        { text: 'Ask the owner whether its work needs the web; if not, switch “Web Search” off.' },
        { text: 'If it does, move its knowledge files or its actions to another GPT.' },
      ],
      api: DROP_SHARES,
    },
    frameworks: {
      'OWASP LLM 2025': ['LLM01', 'LLM02'],
      'OWASP Agentic': ['ASI01'],
      'MITRE ATLAS': ['AML.T0051'],
      'CIS Controls v8.1': ['9'],
    },
  },
  'gpt.public_store': {
    ...COMMON,
    id: 'gpt.public_store',
    category: 'GPT exposure',
    title: 'A GPT is published in the GPT Store',
    cloudflareName: 'OpenAI: GPT publicly accessible via GPT Store',
    cloudflareFindingTypeId: 'c69adfa6-2362-4939-86ec-49ff34093cfd',
    description:
      'This GPT of the workspace has the visibility `gpt-store`: anybody in the world can find it and talk to it.',
    risk: 'Outsiders can coax instructions and knowledge files out of a GPT by talking to it, and can make its actions work for them. What was written for colleagues is then public.',
    severity: 'high',
    escalation: 'Critical with knowledge files or custom actions',
    needs: SHARING,
    remediation: {
      why: 'A GPT of the workspace should reach the people it was made for.',
      steps: [
        OPEN_GPT,
        { text: 'Ask the owner whether publishing it was meant.' },
        { text: 'If not, set its access to “Only people invited” or to the workspace.' },
        {
          text: 'To stop it for good, forbid publishing to the GPT Store in the workspace’s GPT settings.',
          url: CONSOLE.gpts,
        },
      ],
      api: null,
    },
    frameworks: {
      'OWASP LLM 2025': ['LLM02', 'LLM07'],
      'MITRE ATT&CK': ['T1567'],
      'MITRE ATLAS': ['AML.T0025'],
      'CIS Controls v8.1': ['3.3'],
      'ISO 27001:2022': ['A.5.15'],
    },
  },
  'gpt.public_link': {
    ...COMMON,
    id: 'gpt.public_link',
    category: 'GPT exposure',
    title: 'A GPT is open to anybody who has its link',
    cloudflareName: 'OpenAI: GPT publicly accessible via public link',
    cloudflareFindingTypeId: 'de460c9f-55c0-4131-9cdf-e4c3b84f9549',
    description:
      'This GPT of the workspace has the visibility `anyone-with-link`: its link works for people outside of the workspace. A link that works for members only is not this.',
    risk: 'Links travel: in mails, tickets, chat histories, browser histories. Whoever gets it can coax instructions and knowledge files out of the GPT by talking to it, and nobody will see who they were.',
    severity: 'high',
    escalation: null,
    needs: SHARING,
    remediation: {
      why: 'Whoever has a link is not the same as whoever should have access.',
      steps: [
        OPEN_GPT,
        { text: 'Ask the owner who outside of the workspace has to reach it.' },
        { text: 'If nobody, set its access to “Only people invited” or to the workspace.' },
        {
          text: 'To stop it for good, forbid sharing by public link in the workspace’s GPT settings.',
          url: CONSOLE.gpts,
        },
      ],
      api: null,
    },
    frameworks: {
      'OWASP LLM 2025': ['LLM02', 'LLM07'],
      'MITRE ATT&CK': ['T1567'],
      'MITRE ATLAS': ['AML.T0025'],
      'CIS Controls v8.1': ['3.3'],
      'ISO 27001:2022': ['A.5.15'],
    },
  },
}
