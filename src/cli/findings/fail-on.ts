import type { Command } from 'commander'
import { Option } from 'commander'
import type { Severity } from '../../model/core/severity.ts'
import { SEVERITIES, severityRank } from '../../model/core/severity.ts'
import type { ApiClient } from '../api-client.ts'
import { queryString } from '../api-client.ts'
import { EXIT } from '../exit-codes.ts'
import type { FindingFlags } from './filters.ts'
import { findingQuery } from './filters.ts'

/** For pipelines: whether it went well is told by the exit code alone. */

export interface FailOnFlags extends FindingFlags {
  readonly failOn?: Severity
}

export const addFailOn = (command: Command): Command =>
  command.addOption(
    new Option('--fail-on <severity>', 'exit 3 if one stands at or above it').choices([...SEVERITIES]),
  )

/** Asked apart from what is shown: one that a --limit leaves out fails a pipeline as well. */
export async function failOnStanding(api: ApiClient, flags: FailOnFlags): Promise<void> {
  if (flags.failOn !== undefined && (await stands(api, flags, flags.failOn))) process.exitCode = EXIT.findings
}

/** Only what stands and nobody tolerates counts, whatever was asked for. */
async function stands(api: ApiClient, flags: FindingFlags, least: Severity): Promise<boolean> {
  const asked: readonly string[] = flags.severity ?? SEVERITIES
  const severity = SEVERITIES.filter((one) => asked.includes(one) && severityRank(one) >= severityRank(least))
  const state = flags.state?.filter((one) => one !== 'resolved')
  if (severity.length === 0 || state?.length === 0 || flags.excepted === 'only') return false
  const query = await findingQuery(api, {
    ...flags,
    ...{ severity, excepted: 'exclude' },
    ...(state && { state }),
  })
  const page = await api.get<{ data: readonly unknown[] }>(
    `/api/v1/findings?${queryString({ ...query, limit: '1' })}`,
  )
  return page.data.length > 0
}
