import type { Reference } from './entry.ts'

/** Pages of OpenAI's consoles that remediation steps lead to. */
export const CONSOLE = {
  gpts: 'https://chatgpt.com/admin/gpts',
  members: 'https://chatgpt.com/admin/members',
  adminKeys: 'https://platform.openai.com/settings/organization/admin-keys',
  projects: 'https://platform.openai.com/settings/organization/projects',
  people: 'https://platform.openai.com/settings/organization/people',
  workspaceSettings: 'https://chatgpt.com/admin/settings',
  identity: 'https://chatgpt.com/admin/identity',
  organization: 'https://platform.openai.com/settings/organization/general',
  dataRetention: 'https://platform.openai.com/settings/organization/data-controls/data-retention',
  limits: 'https://platform.openai.com/settings/organization/limits',
} as const

export const REFERENCES = {
  adminApi: {
    title: 'OpenAI: Administration API reference',
    url: 'https://platform.openai.com/docs/api-reference/administration',
  },
  keySafety: {
    title: 'OpenAI: best practices for API key safety',
    url: 'https://help.openai.com/en/articles/5112595-best-practices-for-api-key-safety',
  },
  compliance: {
    title: 'OpenAI: Compliance API for enterprise customers',
    url: 'https://help.openai.com/en/articles/9261474-compliance-api-for-enterprise-customers',
  },
  llmTop10: {
    title: 'OWASP Top 10 for LLM applications 2025',
    url: 'https://genai.owasp.org/llm-top-10/',
  },
  nhiTop10: {
    title: 'OWASP Non-Human Identities Top 10 2025',
    url: 'https://owasp.org/www-project-non-human-identities-top-10/2025/',
  },
  cisControls: {
    title: 'CIS Critical Security Controls v8.1',
    url: 'https://www.cisecurity.org/controls/v8-1',
  },
  cisAws: {
    title: 'CIS Amazon Web Services Foundations Benchmark (keys: 90 days, unused: 45)',
    url: 'https://www.cisecurity.org/benchmark/amazon_web_services',
  },
  agenticTop10: {
    title: 'OWASP Top 10 for agentic applications',
    url: 'https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/',
  },
  gptActions: {
    title: 'OpenAI: GPT actions',
    url: 'https://platform.openai.com/docs/actions/introduction',
  },
  lethalTrifecta: {
    title: 'Simon Willison: the lethal trifecta for AI agents',
    url: 'https://simonwillison.net/2025/Jun/16/the-lethal-trifecta/',
  },
  complianceApi: {
    title: 'OpenAI: Compliance API and logs',
    url: 'https://chatgpt.com/admin/api-reference',
  },
} as const satisfies Record<string, Reference>
