import type { Command } from 'commander'
import { Option } from 'commander'
import { EXCEPTED_FILTERS } from '../../model/core/exceptions.ts'
import { FINDING_STATES, TRIAGE_STATES } from '../../model/core/findings.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import type { ApiClient } from '../api-client.ts'
import { findIntegration } from '../integrations/find.ts'
import { ruleIds } from '../rules/rule-id.ts'

/** Which findings are meant: the same words for a list and for an export. */
export interface FindingFlags {
  readonly integration?: string
  readonly severity?: readonly string[]
  readonly state?: readonly string[]
  readonly triage?: readonly string[]
  readonly assignee?: string
  readonly overdue?: boolean
  readonly excepted: string
  readonly rule?: readonly string[]
  readonly findingType?: readonly string[]
  readonly query?: string
}

export const addFindingFilters = (command: Command): Command =>
  command
    .option('--integration <name or id>', 'of one integration')
    .addOption(new Option('--severity <severity...>', 'effective severities').choices([...SEVERITIES]))
    .addOption(
      new Option('--state <state...>', 'states').choices([...FINDING_STATES]).default(['open', 'reopened']),
    )
    .addOption(new Option('--triage <state...>', 'what people say of them').choices([...TRIAGE_STATES]))
    .option('--assignee <who>', 'whom they are for, to the letter')
    .option('--overdue', 'past their due date')
    .addOption(
      new Option('--excepted <how>', 'those with a live exception')
        .choices([...EXCEPTED_FILTERS])
        .default('include'),
    )
    .addOption(new Option('--rule <rule...>', 'rule ids').argParser(ruleIds))
    .option('--finding-type <uuid...>', 'FindingTypeIDs')
    .option('--query <text>', 'part of a rule, a category, an asset’s id or name')

/** As the API takes them. */
export async function findingQuery(
  api: ApiClient,
  flags: FindingFlags,
): Promise<Readonly<Record<string, string | undefined>>> {
  const { integration } = flags
  return {
    integration: integration === undefined ? undefined : (await findIntegration(api, integration)).id,
    severity: flags.severity?.join(','),
    state: flags.state?.join(','),
    triage: flags.triage?.join(','),
    assignee: flags.assignee,
    overdue: flags.overdue ? 'true' : undefined,
    excepted: flags.excepted,
    rule: flags.rule?.join(','),
    finding_type_id: flags.findingType?.join(','),
    q: flags.query,
  }
}
