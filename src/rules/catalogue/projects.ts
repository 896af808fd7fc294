import type { RuleId } from '../../model/core/rule-ids.ts'
import type { CatalogueEntry, Needs } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

type ProjectRuleId = Extract<RuleId, `project.${string}` | `org.${string}`>

const SETTINGS: Needs = { 'platform.project': ['platform.projects', 'platform.project_settings'] }

const COMMON = {
  version: 1,
  category: 'Models and tools',
  cloudflareName: null,
  cloudflareFindingTypeId: null,
  chatgptEnterpriseRequired: false,
  products: ['OpenAI API platform'],
  escalation: null,
  kind: 'state',
  comesWith: null,
  leastMode: 'none',
  needs: SETTINGS,
} as const

export const PROJECT_ENTRIES: { readonly [Id in ProjectRuleId]: CatalogueEntry } = {
  'project.mcp_enabled': {
    ...COMMON,
    id: 'project.mcp_enabled',
    title: 'A platform project may connect models to remote MCP servers',
    description:
      'The hosted tool `mcp` is enabled in this platform project that is not archived: whoever has one of its keys can connect a model to any remote MCP server.',
    risk: 'A remote server’s answers steer the model, and what the model knows of the project can be sent to it. Which servers are used is the caller’s choice alone.',
    severity: 'medium',
    remediation: {
      why: 'A tool that reaches any server should be on where somebody has decided so.',
      steps: [
        { text: 'Open the platform project and its limits and tools.', url: CONSOLE.projects },
        { text: 'Ask the project’s owner which MCP servers it uses.' },
        { text: 'If none, switch the hosted tool off.' },
      ],
      api: 'POST /organization/projects/{project_id}/hosted_tool_permissions',
    },
    references: [REFERENCES.adminApi, REFERENCES.agenticTop10],
    frameworks: {
      'OWASP LLM 2025': ['LLM03', 'LLM06'],
      'OWASP Agentic': ['ASI02', 'ASI04'],
      'OWASP NHI 2025': ['NHI3'],
      'MITRE ATLAS': ['AML.T0053'],
      'CIS Controls v8.1': ['4.8'],
      'SOC 2': ['CC9.2'],
    },
  },
  'org.data_retention_changed': {
    ...COMMON,
    id: 'org.data_retention_changed',
    kind: 'event',
    title: 'How long OpenAI keeps data was changed',
    description:
      'The data retention of the organization or of a platform project differs from what was read before, or the audit log (where it may be read) says that the logging of calls was changed. OpenAI’s log does not tell of retention: who changed it, and when between two readings, is not known.',
    risk: 'Prompts, files and answers may now be kept where they were not, against what customers were promised; or an agreement to keep nothing was ended without anybody being told.',
    severity: 'high',
    needs: {
      'platform.organization': ['platform.organization_settings', 'platform.project_settings'],
    },
    remediation: {
      why: 'How long data is kept is part of contracts: it is changed on purpose or not at all.',
      steps: [
        {
          text: 'Open the data controls of the organization, and of the project.',
          url: CONSOLE.dataRetention,
        },
        { text: 'Ask its owners who changed it, and whether the contract with OpenAI was changed, too.' },
        { text: 'Set it back if nobody knows, and look at what was sent meanwhile.' },
      ],
      api: 'POST /organization/data_retention',
    },
    references: [REFERENCES.adminApi, REFERENCES.cisControls],
    frameworks: {
      'OWASP LLM 2025': ['LLM02'],
      'MITRE ATT&CK': ['T1562.001'],
      'CIS Controls v8.1': ['3.1', '3.4'],
      'ISO 27001:2022': ['A.5.33', 'A.8.10'],
      'SOC 2': ['CC6.5', 'CC8.1'],
    },
  },
  'project.models_unrestricted': {
    ...COMMON,
    id: 'project.models_unrestricted',
    title: 'A platform project may use any model',
    description:
      'The model permissions of this platform project that is not archived are no allow list: every model that OpenAI adds may be used at once. A list of denied models does not keep new ones out.',
    risk: 'Nobody has looked at what a new model costs, where it runs, and what it may do, before a project’s data goes into it.',
    severity: 'low',
    remediation: {
      why: 'Which models see a project’s data is a decision, and an allow list keeps it one.',
      steps: [
        { text: 'Open the platform project and its limits.', url: CONSOLE.limits },
        { text: 'Allow the models that the project uses (its usage shows them), and no others.' },
      ],
      api: 'POST /organization/projects/{project_id}/model_permissions',
    },
    references: [REFERENCES.adminApi, REFERENCES.cisControls],
    frameworks: {
      'OWASP LLM 2025': ['LLM03', 'LLM10'],
      'CIS Controls v8.1': ['2.5'],
      'ISO 27001:2022': ['A.5.23'],
    },
  },
}
