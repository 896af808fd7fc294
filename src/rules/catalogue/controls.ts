import type { RuleId } from '../../model/core/rule-ids.ts'
import type { CatalogueEntry, Needs } from './entry.ts'
import { CONSOLE, REFERENCES } from './links.ts'

/** Controls that somebody changed: what was decided for the whole workspace or organization. */
type ControlRuleId = Extract<RuleId, `control.${string}`>

const BOTH: Needs = {
  'chatgpt.workspace': ['logs.AUDIT_LOG'],
  'platform.organization': ['platform.audit_logs'],
}
const WORKSPACE: Needs = { 'chatgpt.workspace': ['logs.AUDIT_LOG'] }
const ORGANIZATION: Needs = { 'platform.organization': ['platform.audit_logs'] }

const COMMON = {
  version: 1,
  category: 'Controls',
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

const TAMPERING = {
  'MITRE ATT&CK': ['T1562.001', 'T1556'],
  'CIS Controls v8.1': ['4.1', '8.2'],
  'ISO 27001:2022': ['A.8.9', 'A.8.32'],
  'SOC 2': ['CC6.1', 'CC7.2'],
} as const

const WIDER_SHARING = {
  'OWASP LLM 2025': ['LLM02'],
  'MITRE ATT&CK': ['T1562.001', 'T1567'],
  'CIS Controls v8.1': ['3.3'],
  'ISO 27001:2022': ['A.5.15'],
  'SOC 2': ['CC6.6'],
} as const

const WHY = 'A control is changed on purpose or not at all: whoever did it should be able to say why.'

const ASK = { text: 'Ask the person in the evidence, or whoever owns the key, whether this was meant.' }
const OPEN_SETTINGS = { text: 'Open the workspace’s settings.', url: CONSOLE.workspaceSettings }

const remedy = (undo: string, open: { readonly text: string; readonly url: string } = OPEN_SETTINGS) => ({
  why: WHY,
  steps: [ASK, open, { text: undo }],
  api: null,
})

export const CONTROL_ENTRIES: { readonly [Id in ControlRuleId]: CatalogueEntry } = {
  'control.audit_log_silent': {
    ...COMMON,
    id: 'control.audit_log_silent',
    kind: 'state',
    title: 'The workspace’s audit log has gone silent',
    description:
      'The audit log was read to its end and has no event of the last 24 hours (a setting), although our own calls to the Compliance API should have left theirs. An owner cannot switch this log off.',
    risk: 'Either OpenAI has stopped writing it, or it no longer reaches us: whoever changes a control meanwhile is not seen.',
    severity: 'high',
    needs: WORKSPACE,
    remediation: {
      why: 'What is built on a log is blind without it, and looks calm.',
      steps: [
        { text: 'Look whether OpenAI reports trouble with its Compliance Logs Platform.' },
        { text: 'Check the key’s scopes: `casbah integrations test`.', url: CONSOLE.adminKeys },
        { text: 'Ask OpenAI’s support, with the time of the last event in the evidence.' },
      ],
      api: null,
    },
    frameworks: TAMPERING,
  },
  'control.scim_disabled': {
    ...ON_BOTH,
    id: 'control.scim_disabled',
    chatgptEnterpriseRequired: false,
    products: ['OpenAI API platform'],
    title: 'Provisioning by SCIM was switched off',
    description:
      'The organization’s audit log says that SCIM was disabled, or that its removal was asked for.',
    risk: 'From then on people who leave the company keep their accounts, and groups no longer follow the directory. Somebody who wants to stay may have done it.',
    severity: 'high',
    needs: ORGANIZATION,
    remediation: remedy('Switch SCIM on again, and compare the members with the directory.', {
      text: 'Open the organization’s settings.',
      url: CONSOLE.organization,
    }),
    frameworks: { ...TAMPERING, 'OWASP NHI 2025': ['NHI1'] },
  },
  'control.ip_allowlist_removed': {
    ...ON_BOTH,
    id: 'control.ip_allowlist_removed',
    title: 'The IP allow list was removed, or lets everybody in',
    description:
      'The list of addresses from which the workspace or the organization may be used was emptied, deleted or switched off, or now holds a range of all addresses.',
    risk: 'Stolen sessions and keys now work from anywhere in the world.',
    severity: 'high',
    needs: BOTH,
    remediation: remedy('Put the company’s own ranges back.'),
    frameworks: { ...TAMPERING, 'CIS Controls v8.1': ['4.1', '13.4'] },
  },
  'control.sso_changed': {
    ...ON_BOTH,
    id: 'control.sso_changed',
    title: 'Single sign-on was changed',
    description:
      'A connection to an identity provider was made, changed, removed or moved, in the workspace or the organization.',
    risk: 'Whoever controls the identity provider of a connection can sign in as anybody. A second connection is a classic way to stay.',
    severity: 'high',
    needs: BOTH,
    remediation: remedy(
      'Check the connection’s issuer and certificate against your identity provider; remove it if it is not yours.',
      {
        text: 'Open identity and access.',
        url: CONSOLE.identity,
      },
    ),
    frameworks: { ...TAMPERING, 'MITRE ATT&CK': ['T1556.007', 'T1484.002'] },
  },
  'control.domain_added': {
    ...ON_BOTH,
    id: 'control.domain_added',
    title: 'A domain was added',
    description: 'A mail domain was added to the workspace, or domains were moved to the organization.',
    risk: 'People with an address of a verified domain can be let in by themselves. A domain that is not yours, or that a former partner holds, lets in others.',
    severity: 'medium',
    needs: BOTH,
    remediation: remedy('Remove the domain if it is not yours, and look at who joined by it.', {
      text: 'Open identity and access.',
      url: CONSOLE.identity,
    }),
    frameworks: { ...TAMPERING, 'MITRE ATT&CK': ['T1484.002'] },
  },
  'control.action_domains_changed': {
    ...COMMON,
    id: 'control.action_domains_changed',
    title: 'The hosts that GPT actions may call were changed',
    description:
      'The workspace’s own list of domains for custom actions was changed; the evidence has the new list.',
    risk: 'A host that was added can be sent what people tell a GPT. A list that was emptied may allow every host.',
    severity: 'medium',
    needs: WORKSPACE,
    remediation: remedy('Compare the list with the one that was agreed on, and put that back.', {
      text: 'Open the GPT settings.',
      url: CONSOLE.gpts,
    }),
    frameworks: { ...WIDER_SHARING, 'OWASP Agentic': ['ASI02', 'ASI04'] },
  },
  'control.sharing_widened': {
    ...COMMON,
    id: 'control.sharing_widened',
    title: 'Sharing was widened beyond the workspace',
    description:
      'A sharing permission of the workspace was set to an audience beyond it, or switched on. Words that OpenAI has added lately and nobody has described are not judged.',
    risk: 'What members make, among it GPTs and conversations, can from now on reach people outside of the company.',
    severity: 'high',
    needs: WORKSPACE,
    remediation: remedy('Set the permission back to the workspace, and look at what was shared meanwhile.'),
    frameworks: WIDER_SHARING,
  },
  'control.external_invites_allowed': {
    ...COMMON,
    id: 'control.external_invites_allowed',
    title: 'Invitations to outside domains were allowed',
    description: 'Members of the workspace may from now on invite people of other mail domains.',
    risk: 'Access for outsiders becomes a matter of one click of any member who may invite.',
    severity: 'high',
    needs: WORKSPACE,
    remediation: remedy('Switch it off, and go through the invitations that were sent meanwhile.'),
    frameworks: { ...WIDER_SHARING, 'MITRE ATT&CK': ['T1098', 'T1136.003'] },
  },
  'control.third_party_gpts_allowed': {
    ...COMMON,
    id: 'control.third_party_gpts_allowed',
    title: 'GPTs of other makers were allowed',
    description:
      'GPTs from outside of the workspace may from now on be used, all of them or the one in the evidence.',
    risk: 'Whoever made a GPT has written its instructions and chosen its actions: members’ questions go where that maker wants.',
    severity: 'medium',
    needs: WORKSPACE,
    remediation: remedy('Allow only GPTs that somebody has reviewed.', {
      text: 'Open the GPT settings.',
      url: CONSOLE.gpts,
    }),
    frameworks: { ...WIDER_SHARING, 'OWASP LLM 2025': ['LLM03'], 'OWASP NHI 2025': ['NHI3'] },
  },
  'control.feature_toggled': {
    ...COMMON,
    id: 'control.feature_toggled',
    title: 'A feature of the workspace was switched',
    description: 'A feature was switched on or off for the workspace; the evidence says which.',
    risk: 'Features bring new ways for data to move, or take away what others rely on. Most switches are harmless; the list is for whoever wants to see them all.',
    severity: 'low',
    needs: WORKSPACE,
    remediation: remedy('Switch it back if nobody can say why.'),
    frameworks: {
      'CIS Controls v8.1': ['4.1', '4.8'],
      'ISO 27001:2022': ['A.8.9', 'A.8.32'],
      'SOC 2': ['CC8.1'],
    },
  },
  'control.compliance_allowlist_changed': {
    ...COMMON,
    id: 'control.compliance_allowlist_changed',
    title: 'The addresses that may use the Compliance API were changed',
    description:
      'The allow list of addresses for the Compliance API was changed; the evidence has its length.',
    risk: 'This API reads everybody’s conversations. A range that was added lets a stolen key be used from there; one that was removed may stop what watches the workspace.',
    severity: 'high',
    needs: WORKSPACE,
    remediation: remedy('Compare the list with the addresses of those who should read, Casbah’s among them.'),
    frameworks: TAMPERING,
  },
  'control.compliance_log_accessed': {
    ...COMMON,
    id: 'control.compliance_log_accessed',
    title: 'Compliance logs were read by somebody else',
    description:
      'The workspace’s log files were listed or downloaded by a person, or by a key that is not one of this integration’s.',
    risk: 'The log files hold everybody’s messages. Another reader may be a product of yours; if it is not, the whole workspace was copied.',
    severity: 'medium',
    needs: WORKSPACE,
    remediation: remedy(
      'Find out whose key it is; delete it if nobody answers for it. If it is a product of yours, except this finding.',
      {
        text: 'Open the organization’s admin keys.',
        url: CONSOLE.adminKeys,
      },
    ),
    frameworks: {
      'MITRE ATT&CK': ['T1530', 'T1213'],
      'CIS Controls v8.1': ['3.3', '8.11'],
      'ISO 27001:2022': ['A.8.15'],
      'SOC 2': ['CC6.1', 'CC7.2'],
    },
  },
  'control.conversations_mass_deleted': {
    ...COMMON,
    id: 'control.conversations_mass_deleted',
    title: 'Many conversations were deleted in a short time',
    description:
      'One person, or one key, deleted 20 conversations or more within an hour (both are settings). Needs a collection mode in which deeds in conversations are kept.',
    risk: 'Traces may have been removed. OpenAI deletes what was deleted for good within 30 days.',
    severity: 'medium',
    leastMode: 'metadata',
    needs: WORKSPACE,
    remediation: {
      why: 'What is deleted cannot be looked at later: ask while people remember.',
      steps: [
        { text: 'Ask the person whether they tidied up, and why just then.', url: CONSOLE.members },
        { text: 'Compare with the other findings about this person in these days.' },
      ],
      api: null,
    },
    frameworks: {
      'MITRE ATT&CK': ['T1070', 'T1485'],
      'CIS Controls v8.1': ['8.10'],
      'ISO 27001:2022': ['A.8.10', 'A.8.15'],
    },
  },
}
