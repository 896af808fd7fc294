import type { DlpRuleId } from '../../model/core/rule-ids.ts'
import type { CatalogueEntry } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

/** The three that look into files. They speak only where a DLP profile is enabled, and say so until then. */
const COMMON = {
  version: 1,
  category: 'DLP',
  products: ['ChatGPT Enterprise'],
  kind: 'content',
  comesWith: 'dlp_profile',
  needs: {},
  references: [REFERENCES.llmTop10, REFERENCES.compliance],
  frameworks: {
    'OWASP LLM 2025': ['LLM02', 'LLM08'],
    'MITRE ATLAS': ['AML.T0057', 'AML.T0055'],
    'MITRE ATT&CK': ['T1552.001', 'T1567'],
    'CIS Controls v8.1': ['3.13'],
    'SOC 2': ['CC6.7'],
    'ISO 27001:2022': ['A.8.12'],
  },
} as const

const WHY = 'Data that a profile names should be where somebody has decided that it may be.'

export const DLP_ENTRIES: { readonly [Id in DlpRuleId]: CatalogueEntry } = {
  'dlp.conversation_file': {
    ...COMMON,
    id: 'dlp.conversation_file',
    chatgptEnterpriseRequired: true,
    title: 'A file in a ChatGPT conversation matches a DLP profile',
    cloudflareName: 'OpenAI: File in ChatGPT Conversation with DLP Profile match',
    cloudflareFindingTypeId: '9aca654d-b331-4052-a5b4-2ceecced8676',
    description: 'A file that somebody put into a conversation holds what an enabled DLP profile looks for.',
    risk: 'What was uploaded is with OpenAI, and with everybody whom the conversation is shared with.',
    severity: 'high',
    escalation: null,
    leastMode: 'analyze',
    remediation: {
      why: WHY,
      steps: [
        { text: 'Ask the person what the file was for.', url: CONSOLE.members },
        { text: 'Have them delete the conversation; its files go with it.' },
      ],
      api: 'DELETE /compliance/workspaces/{workspace_id}/conversations/{conversation_id}',
    },
  },
  'dlp.gpt_file': {
    ...COMMON,
    id: 'dlp.gpt_file',
    chatgptEnterpriseRequired: true,
    title: 'A GPT’s knowledge file matches a DLP profile',
    cloudflareName: 'OpenAI: File in ChatGPT GPT with DLP Profile match',
    cloudflareFindingTypeId: '520200f5-7dcc-42c9-bc3c-423019159d45',
    description: 'A knowledge file of a GPT holds what an enabled DLP profile looks for.',
    risk: 'Whoever may talk to the GPT can have it hand out what is in its files.',
    severity: 'high',
    escalation: 'Critical if the GPT is public or shared by public link',
    leastMode: 'none',
    remediation: {
      why: WHY,
      steps: [
        { text: 'Open the GPT, and take the file out of its knowledge.', url: CONSOLE.gpts },
        { text: 'Put a version without that data in, if the GPT needs it.' },
      ],
      api: null,
    },
  },
  'dlp.project_file': {
    ...COMMON,
    id: 'dlp.project_file',
    // As published; upstream asks for the compliance key.
    chatgptEnterpriseRequired: false,
    title: 'A ChatGPT project’s file matches a DLP profile',
    cloudflareName: 'OpenAI: File in ChatGPT Project with DLP Profile match',
    cloudflareFindingTypeId: '8e46ec69-e5c1-4f53-ab00-a92f2050ec33',
    description: 'A file of a ChatGPT project holds what an enabled DLP profile looks for.',
    risk: 'Everybody in the project can read it, and every chat in the project may quote it.',
    severity: 'high',
    escalation: null,
    leastMode: 'none',
    remediation: {
      why: WHY,
      steps: [
        { text: 'Ask the project’s owner, and take the file out of the project.', url: CONSOLE.members },
        { text: 'Put a version without that data in, if the project needs it.' },
      ],
      api: null,
    },
  },
}
