import type { CatalogueEntry, Needs } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

/** What goes beyond a tool being there: how tools meet, how an action is made, whom it reaches. */
type GptDefinitionRuleId =
  | 'gpt.risky_combination'
  | 'gpt.action_insecure'
  | 'gpt.action_broad'
  | 'gpt.changed_after_approval'
  | 'gpt.audience_too_wide'
  | 'gpt.broad_internal_link'

const DEFINITION: Needs = { 'chatgpt.gpt': ['chatgpt.gpts', 'chatgpt.gpt_configs'] }
const SHARING: Needs = { 'chatgpt.gpt': ['chatgpt.gpts'] }

const COMMON = {
  version: 1,
  cloudflareName: null,
  cloudflareFindingTypeId: null,
  chatgptEnterpriseRequired: true,
  products: ['ChatGPT Enterprise'],
  kind: 'state',
  comesWith: null,
  leastMode: 'none',
} as const

const DROP_SHARES = 'DELETE /compliance/workspaces/{workspace_id}/gpts/{gpt_id}/shared_users'
const OPEN_GPT = {
  text: 'Open the list of GPTs and search for this one by its id or name.',
  url: CONSOLE.gpts,
}

export const GPT_DEFINITION_ENTRIES: { readonly [Id in GptDefinitionRuleId]: CatalogueEntry } = {
  'gpt.risky_combination': {
    ...COMMON,
    id: 'gpt.risky_combination',
    category: 'GPT capability',
    title: 'A GPT joins untrusted web pages, private files and a way out',
    description:
      'The newest live configuration of this GPT browses the web, holds knowledge files, and has a custom action. Each alone may be wanted; the three together are what a prompt injection needs.',
    risk: 'A web page can tell the GPT to read its files and to send what it finds through its action. Nobody has to make a mistake for that: the person who asks sees an ordinary answer.',
    severity: 'high',
    escalation: 'Critical if the GPT is public or shared by public link',
    needs: DEFINITION,
    remediation: {
      why: 'Without one of the three there is nothing to steer, nothing to take, or no way to carry it off.',
      steps: [
        OPEN_GPT,
        { text: 'Ask the owner which of the three the work really needs.' },
        { text: 'Switch “Web Search” off, or move the files or the actions to another GPT.' },
      ],
      api: DROP_SHARES,
    },
    references: [REFERENCES.lethalTrifecta, REFERENCES.llmTop10, REFERENCES.agenticTop10],
    frameworks: {
      'OWASP LLM 2025': ['LLM01', 'LLM02', 'LLM06'],
      'OWASP Agentic': ['ASI01', 'ASI02'],
      'MITRE ATLAS': ['AML.T0051', 'AML.T0086'],
      'MITRE ATT&CK': ['T1567'],
      'CIS Controls v8.1': ['3.3'],
    },
  },
  'gpt.action_insecure': {
    ...COMMON,
    id: 'gpt.action_insecure',
    category: 'GPT capability',
    title: 'A GPT’s action is set up insecurely',
    description:
      'A custom action calls an unencrypted, private, tunnelled or free-hosted server, has no authentication or puts its key into the address, lacks a privacy policy, marks a writing call as harmless, or carries hidden text or instructions to the model; or the instructions hold a secret.',
    risk: 'What people tell the GPT travels where others can read or change it, or lands on a machine that nobody answers for. Text hidden in a definition can steer the GPT without its owner knowing.',
    severity: 'high',
    escalation: 'Critical if a secret stands in the instructions or in the schema of an action',
    needs: DEFINITION,
    remediation: {
      why: 'An action is a door for data: it needs a lock, an address of its own, and an owner.',
      steps: [
        OPEN_GPT,
        { text: 'Go through what the evidence names, action by action, with the owner.' },
        { text: 'Use https on a host of your own, OAuth or a key in a header, and name a privacy policy.' },
        { text: 'Take secrets out of instructions and schemas, and replace them: they have been read.' },
      ],
      api: DROP_SHARES,
    },
    references: [REFERENCES.gptActions, REFERENCES.llmTop10, REFERENCES.nhiTop10],
    frameworks: {
      'OWASP LLM 2025': ['LLM06', 'LLM02', 'LLM03'],
      'OWASP Agentic': ['ASI02', 'ASI04'],
      'OWASP NHI 2025': ['NHI2', 'NHI3', 'NHI4'],
      'MITRE ATT&CK': ['T1552.001', 'T1567'],
      'CIS Controls v8.1': ['3.10', '16.1'],
      'SOC 2': ['CC6.7'],
    },
  },
  'gpt.action_broad': {
    ...COMMON,
    id: 'gpt.action_broad',
    category: 'GPT capability',
    title: 'A GPT’s action can do more than a task needs',
    description:
      'A custom action offers more than 20 operations (a setting), paths or servers that take anything, parameters that take free commands or addresses (url, query, command, sql …), bodies that take any field, or calls several hosts.',
    risk: 'What an action may do, a misled GPT may do: the broader the action, the more an injected instruction can reach. Free-form parameters hand the choice to the model altogether.',
    severity: 'medium',
    escalation: null,
    needs: DEFINITION,
    remediation: {
      why: 'A GPT should be able to do its task, and nothing beside it.',
      steps: [
        OPEN_GPT,
        { text: 'Cut the action’s schema down to the operations that the GPT is there for.' },
        { text: 'Replace free-form parameters and wildcard paths by operations with named values.' },
      ],
      api: DROP_SHARES,
    },
    references: [REFERENCES.gptActions, REFERENCES.llmTop10, REFERENCES.agenticTop10],
    frameworks: {
      'OWASP LLM 2025': ['LLM06'],
      'OWASP Agentic': ['ASI02', 'ASI03'],
      'OWASP NHI 2025': ['NHI5'],
      'MITRE ATLAS': ['AML.T0053'],
      'CIS Controls v8.1': ['6.8'],
    },
  },
  'gpt.changed_after_approval': {
    ...COMMON,
    id: 'gpt.changed_after_approval',
    category: 'GPT capability',
    title: 'A GPT is not what was approved',
    description:
      'People approved this GPT’s definition, and since then its instructions, tools, actions, knowledge files or audience have become others. The evidence counts what changed and names both definitions by their hash. GPTs that nobody approved are not judged.',
    risk: 'An approval that outlives what it was given for is worth less than none: whoever may edit the GPT, or has taken over its owner’s account, can have it do other things while everybody takes it for reviewed.',
    severity: 'medium',
    escalation: 'High if it reaches more people, may call other hosts or has other tools than were approved',
    needs: DEFINITION,
    remediation: {
      why: 'Either the change is wanted and somebody says so, or the GPT goes back to what was approved.',
      steps: [
        {
          text: 'See what changed: `casbah gpts diff <gpt>` here, and the GPT’s version history with its owner.',
          url: CONSOLE.gpts,
        },
        { text: 'If it is wanted, approve what it is now: `casbah gpts approve <gpt>`, with the reason.' },
        {
          text: 'If it is not, have the owner restore the approved version; that closes the finding as well.',
        },
      ],
      api: null,
    },
    references: [REFERENCES.agenticTop10, REFERENCES.llmTop10, REFERENCES.compliance],
    frameworks: {
      'OWASP LLM 2025': ['LLM03', 'LLM06'],
      'OWASP Agentic': ['ASI01', 'ASI04'],
      'MITRE ATLAS': ['AML.T0051'],
      'CIS Controls v8.1': ['4.1', '4.2'],
      'ISO 27001:2022': ['A.8.9', 'A.8.32'],
      'SOC 2': ['CC8.1'],
    },
  },
  'gpt.audience_too_wide': {
    ...COMMON,
    id: 'gpt.audience_too_wide',
    category: 'GPT exposure',
    title: 'A GPT reaches more people than its tools allow',
    description:
      'This GPT’s visibility is wider than the policy of its tools. By default a GPT with custom actions is for invited people, one that runs code over files for the workspace at most, and none is public. Each of these is a setting.',
    risk: 'Whoever can use a GPT can use its tools: with the identity of the action, and over the files of its owner. Most people in a wide audience were never meant to have either.',
    severity: 'medium',
    escalation: null,
    needs: DEFINITION,
    remediation: {
      why: 'The more a tool can do, the fewer people should reach it.',
      steps: [
        OPEN_GPT,
        { text: 'Set its access to the people or groups who need it, or take the tool out.' },
        { text: 'If this audience is meant, approve the GPT in this rule’s settings, or change the policy.' },
      ],
      api: DROP_SHARES,
    },
    references: [REFERENCES.llmTop10, REFERENCES.compliance],
    frameworks: {
      'OWASP LLM 2025': ['LLM06', 'LLM02'],
      'OWASP Agentic': ['ASI03'],
      'CIS Controls v8.1': ['3.3', '6.8'],
      'ISO 27001:2022': ['A.5.15'],
      'SOC 2': ['CC6.3'],
    },
  },
  'gpt.broad_internal_link': {
    ...COMMON,
    id: 'gpt.broad_internal_link',
    category: 'GPT exposure',
    title: 'A GPT is open to every member who has its link',
    description:
      'This GPT has the visibility `workspace-with-link`: any member of the workspace who is handed its link can use it. The link does not work outside of the workspace.',
    risk: 'Nobody knows who has been handed a link. Among members are guests and contractors; what was shared with a team is open to all of them.',
    severity: 'low',
    escalation: null,
    needs: SHARING,
    remediation: {
      why: 'A list of people says who has access; a link does not.',
      steps: [
        OPEN_GPT,
        { text: 'If it is meant for a team, set its access to “Only people invited” and invite the team.' },
        { text: 'If it is meant for everybody, publish it to the workspace, where people see that it is.' },
      ],
      api: null,
    },
    references: [REFERENCES.compliance, REFERENCES.cisControls],
    frameworks: {
      'OWASP LLM 2025': ['LLM02'],
      'CIS Controls v8.1': ['3.3'],
      'ISO 27001:2022': ['A.5.15'],
    },
  },
}
