import type { CatalogueEntry, Needs } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

type KeyRuleId =
  | 'key.admin_not_rotated'
  | 'key.project_not_rotated'
  | 'key.admin_unused'
  | 'key.project_unused'
  | 'key.owner_lost_access'

/** Project keys first: the admin listing can name them too, and only they tell which. */
const ADMIN_KEYS: Needs = { 'platform.admin_key': ['platform.admin_keys'] }
const PROJECT_KEYS: Needs = { 'platform.project_key': ['platform.projects', 'platform.project_keys'] }

const COMMON = {
  version: 1,
  category: 'API keys',
  chatgptEnterpriseRequired: false,
  products: ['OpenAI API platform'],
  escalation: null,
  kind: 'state',
  comesWith: null,
  leastMode: 'none',
} as const

const ROTATION = {
  'OWASP NHI 2025': ['NHI7', 'NHI5', 'NHI10'],
  'MITRE ATT&CK': ['T1078.004', 'T1098.001'],
  'CIS Controls v8.1': ['5'],
  'ISO 27001:2022': ['A.5.17', 'A.5.18'],
  'SOC 2': ['CC6.1', 'CC6.3'],
} as const

const UNUSED = {
  'OWASP NHI 2025': ['NHI1'],
  'MITRE ATT&CK': ['T1078.004'],
  'CIS Controls v8.1': ['5.3'],
} as const

const ROTATION_REFERENCES = [REFERENCES.keySafety, REFERENCES.cisAws, REFERENCES.nhiTop10]
const UNUSED_REFERENCES = [REFERENCES.cisAws, REFERENCES.cisControls, REFERENCES.nhiTop10]

const DELETE_ADMIN_KEY = 'DELETE /organization/admin_api_keys/{key_id}'
const DELETE_PROJECT_KEY = 'DELETE /organization/projects/{project_id}/api_keys/{api_key_id}'

export const KEY_ENTRIES: { readonly [Id in KeyRuleId]: CatalogueEntry } = {
  'key.admin_not_rotated': {
    ...COMMON,
    id: 'key.admin_not_rotated',
    title: 'An admin API key is older than its rotation period',
    cloudflareName: 'OpenAI: Admin API key not rotated',
    cloudflareFindingTypeId: 'b72e971d-f5b9-4cf3-96f4-ef82bdf38453',
    description:
      'This admin API key was made longer ago than the rotation period (90 days by default). A key cannot be renewed in place, so its age is the time since it was last replaced.',
    risk: 'An admin key can manage users, projects and keys of the whole organization. The longer it lives, the more places hold a copy of it, and the longer a copy that nobody knows of goes on working.',
    severity: 'high',
    needs: ADMIN_KEYS,
    remediation: {
      why: 'Replacing a key ends every copy of it that has gone astray.',
      steps: [
        { text: 'Open the organization’s admin keys.', url: CONSOLE.adminKeys },
        {
          text: 'Make a new key with the same permissions and an expiry, and put it where the old one is used.',
        },
        { text: 'When the old key’s last use stands still, delete it.' },
      ],
      api: DELETE_ADMIN_KEY,
    },
    references: ROTATION_REFERENCES,
    frameworks: ROTATION,
  },
  'key.project_not_rotated': {
    ...COMMON,
    id: 'key.project_not_rotated',
    title: 'A project API key is older than its rotation period',
    cloudflareName: 'OpenAI: Project API key not rotated',
    cloudflareFindingTypeId: '2c079fe8-6188-43e1-a2e5-d0e2dd8c7686',
    description:
      'This API key of a platform project that is not archived was made longer ago than the rotation period (90 days by default).',
    risk: 'A project key spends money and reads the project’s data. Old keys sit in code, notebooks and build systems of people who have moved on; whoever finds one can use it without being noticed.',
    severity: 'high',
    needs: PROJECT_KEYS,
    remediation: {
      why: 'Replacing a key ends every copy of it that has gone astray.',
      steps: [
        { text: 'Open the platform project and its API keys.', url: CONSOLE.projects },
        {
          text: 'Make a new key, put it where the old one is used, and watch the old key’s last use stand still.',
        },
        { text: 'Delete the old key. One that belongs to a service account goes with that account.' },
      ],
      api: DELETE_PROJECT_KEY,
    },
    references: ROTATION_REFERENCES,
    frameworks: ROTATION,
  },
  'key.admin_unused': {
    ...COMMON,
    id: 'key.admin_unused',
    title: 'An admin API key is not used',
    cloudflareName: 'OpenAI: Unused admin API key',
    cloudflareFindingTypeId: '49c75a36-1e64-437b-98a1-e54ec35d0a64',
    description:
      'This admin API key has not been used for longer than allowed (90 days by default), or was never used since it was made. Where OpenAI does not tell the last use, nothing is judged.',
    risk: 'Nobody would miss this key, so nobody would notice if somebody else used it, with power over the whole organization.',
    severity: 'medium',
    needs: ADMIN_KEYS,
    remediation: {
      why: 'Power that nobody needs is better taken away.',
      steps: [
        { text: 'Open the organization’s admin keys.', url: CONSOLE.adminKeys },
        { text: 'Ask the owner what the key was for.' },
        { text: 'Delete it; a new one is made in a minute, should it be missed.' },
      ],
      api: DELETE_ADMIN_KEY,
    },
    references: UNUSED_REFERENCES,
    frameworks: UNUSED,
  },
  'key.project_unused': {
    ...COMMON,
    id: 'key.project_unused',
    title: 'A project API key is not used',
    cloudflareName: 'OpenAI: Unused project API key',
    cloudflareFindingTypeId: 'c8fd231b-de51-43cc-8c3f-e1e57114c5f5',
    description:
      'This API key of a platform project that is not archived has not been used for longer than allowed (90 days by default), or was never used since it was made.',
    risk: 'A forgotten key still spends money and reads the project’s data, and nobody would notice if somebody else used it.',
    severity: 'medium',
    needs: PROJECT_KEYS,
    remediation: {
      why: 'Power that nobody needs is better taken away.',
      steps: [
        { text: 'Open the platform project and its API keys.', url: CONSOLE.projects },
        { text: 'Ask the owner what the key was for.' },
        { text: 'Delete it. One that belongs to a service account goes with that account.' },
      ],
      api: DELETE_PROJECT_KEY,
    },
    references: UNUSED_REFERENCES,
    frameworks: UNUSED,
  },
  'key.owner_lost_access': {
    ...COMMON,
    id: 'key.owner_lost_access',
    title: 'A project API key works on although its owner has lost access to the project',
    cloudflareName: null,
    cloudflareFindingTypeId: null,
    description:
      'OpenAI says of this project API key that its owner has no access to the project any more (`owner_project_access` is `inactive`). The key itself was not revoked with it.',
    risk: 'Taking somebody out of a project was meant to end what they can do there. With the key they, or whoever has a copy of it, go on spending money and reading the project’s data.',
    severity: 'high',
    needs: PROJECT_KEYS,
    remediation: {
      why: 'A key should not outlive the access of the person whom it was made for.',
      steps: [
        { text: 'Open the platform project and its API keys.', url: CONSOLE.projects },
        { text: 'Find out what the key is used by; give that a key of a service account of the project.' },
        { text: 'Delete the old key.' },
      ],
      api: DELETE_PROJECT_KEY,
    },
    references: [REFERENCES.keySafety, REFERENCES.nhiTop10],
    frameworks: {
      'OWASP NHI 2025': ['NHI1', 'NHI5'],
      'MITRE ATT&CK': ['T1078.004'],
      'CIS Controls v8.1': ['5.3', '6.2'],
      'ISO 27001:2022': ['A.5.18'],
      'SOC 2': ['CC6.2'],
    },
  },
}
