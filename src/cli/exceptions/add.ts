import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import type { ApiClient } from '../api-client.ts'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { AssetView, FindingView, WrittenExceptionView } from '../finding-view.ts'
import { findingId } from '../findings/finding-id.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { ruleId } from '../rules/rule-id.ts'
import { describeAbout, describeUntil } from './describe.ts'

interface AddFlags {
  readonly finding?: string
  readonly rule?: string
  readonly asset?: string
  readonly integration?: string
  readonly everywhere?: boolean
  readonly reason: string
  readonly owner: string
  readonly until?: string
  readonly forEver?: boolean
  readonly json?: boolean
}

export function addAddException(exceptions: Command, io: Io): void {
  exceptions
    .command('add')
    .summary('tolerate a finding, a rule, an asset, or a rule on an asset')
    .description(
      'Tolerates findings until a day: one by its id, all of a rule, all on an asset, or a rule on an asset. What is about\n' +
        'more than one finding says where it holds.',
    )
    .option('--finding <id>', 'one finding')
    .addOption(new Option('--rule <rule>', 'all findings of a rule').argParser(ruleId))
    .option('--asset <kind/id>', 'all on an asset, by its id at OpenAI: chatgpt.gpt/g-5f2a')
    .option('--integration <name or id>', 'where it holds')
    .option('--everywhere', 'it holds for every integration')
    .requiredOption('--reason <text>', 'why it is tolerated')
    .requiredOption('--owner <who>', 'who answers for it')
    .option('--until <day>', 'the last day, like 2027-02-20, or a time; at most 400 days ahead', parseUntil)
    .option('--for-ever', 'where the installation allows it')
    .option('--json', 'as JSON')
    .action((flags: AddFlags) => add(io, flags))
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

/** A day is meant to its end, in UTC. */
export function parseUntil(text: string): string {
  const time = DAY.test(text) ? `${text}T23:59:59Z` : text
  const parsed = new Date(time)
  // JavaScript takes the 30th of February for the 1st or 2nd of March.
  const isReal = TIME.test(time) && !Number.isNaN(parsed.getTime())
  if (!isReal || (DAY.test(text) && !parsed.toISOString().startsWith(text))) {
    throw new InvalidArgumentError('It must be a day like 2027-02-20, or a time like 2027-02-20T12:00:00Z.')
  }
  return parsed.toISOString()
}

async function add(io: Io, flags: AddFlags): Promise<void> {
  refuseUnclear(flags)
  const api = clientFromEnv(io.env)
  const body = {
    ...(await aboutOf(api, flags)),
    reason: flags.reason,
    owner: flags.owner,
    expires_at: flags.until ?? null,
  }
  const made = await api.post<WrittenExceptionView>('/api/v1/exceptions', body)
  if (made.asset !== null && !(await isKnown(api, made.asset, made.integration_id))) {
    const { kind, external_id: id } = made.asset
    io.err(
      harmless(
        `No asset ${kind}/${id} is known. Where that is no slip, it holds once there is one; else "casbah exceptions disable ${made.id}" takes it back.`,
      ),
    )
  }
  if (flags.json) return io.out(jsonText(made))
  const findings = `${made.matches.standing} standing finding${made.matches.standing === 1 ? '' : 's'}`
  io.err(
    `${harmless(describeAbout(made))}: tolerated ${describeUntil(made) === 'for ever' ? '' : 'until '}${describeUntil(made)}; ${findings}.`,
  )
  io.out(made.id)
}

function refuseUnclear({ finding, rule, asset, integration, everywhere, until, forEver }: AddFlags): void {
  if (finding === undefined && rule === undefined && asset === undefined) {
    throw usageError('Say what is tolerated.', 'Give --finding, --rule, --asset, or --rule and --asset.')
  }
  if (finding !== undefined && (rule !== undefined || asset !== undefined)) {
    throw usageError(
      '--finding goes with neither --rule nor --asset.',
      'Make two exceptions, or leave one out.',
    )
  }
  if (finding === undefined && (integration === undefined) !== (everywhere === true)) {
    throw usageError('Say where it holds.', 'Give --integration, or --everywhere for every one.')
  }
  if ((until === undefined) !== (forEver === true)) {
    throw usageError('Say until when.', 'Give --until with a day at most 400 days ahead, like 2027-02-20.')
  }
}

async function aboutOf(api: ApiClient, flags: AddFlags): Promise<object> {
  if (flags.finding !== undefined) {
    const path = `/api/v1/findings/${findingId(flags.finding)}`
    return { fingerprint: (await api.get<FindingView>(path)).fingerprint }
  }
  return {
    integration_id:
      flags.integration === undefined ? null : (await findIntegration(api, flags.integration)).id,
    ...(flags.rule !== undefined && { rule_id: flags.rule }),
    ...(flags.asset !== undefined && { asset: assetOf(flags.asset) }),
  }
}

/** Characters that a search takes at most. */
const LONGEST_SEARCH = 200

/**
 * Whether there is or was such an asset. The exception is made by now: where nobody can look, nothing is said of it.
 */
async function isKnown(
  api: ApiClient,
  { kind, external_id: id }: NonNullable<WrittenExceptionView['asset']>,
  integration: string | null,
): Promise<boolean> {
  if (id.length > LONGEST_SEARCH) return true
  const query = { kind, q: id, deleted: 'true', integration: integration ?? undefined }
  try {
    for await (const one of api.list<AssetView>('/api/v1/assets', query)) {
      if (one.external_id === id) return true
    }
    return false
  } catch {
    return true
  }
}

/** An id at OpenAI may hold a slash; a kind holds none. */
function assetOf(text: string): { kind: string; external_id: string } {
  const at = text.indexOf('/')
  if (at < 1 || at === text.length - 1) {
    throw usageError('An asset is written kind/id.', 'For example: --asset chatgpt.gpt/g-5f2a')
  }
  return { kind: text.slice(0, at), external_id: text.slice(at + 1) }
}
