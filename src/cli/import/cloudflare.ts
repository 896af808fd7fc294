import type { Command } from 'commander'
import type { ApiClient } from '../api-client.ts'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import { parseUntil } from '../exceptions/add.ts'
import { EXIT } from '../exit-codes.ts'
import type { RuleView } from '../finding-view.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { applyPlan, refuseIncomplete } from './apply.ts'
import type { TheirFinding } from './logpush-line.ts'
import type { OurSide } from './our-side.ts'
import { assetsOf, readOurSide } from './our-side.ts'
import type { Matched, ParityItem } from './parity.ts'
import { bothItem, matchFindings, onlyOurs, onlyTheirs } from './parity.ts'
import { planOf } from './plan.ts'
import { readLogpush } from './read-logpush.ts'
import { countsOf, renderParity } from './report.ts'
import { whyNotHere } from './why.ts'

interface CloudflareFlags {
  readonly integration: string
  readonly theirs?: string
  readonly apply?: boolean
  readonly reason: string
  readonly owner?: string
  readonly until?: string
  readonly failOnGap?: boolean
  readonly json?: boolean
}

export function addImportCloudflare(imports: Command, io: Io): void {
  imports
    .command('cloudflare <file>')
    .summary('with Cloudflare CASB, by an export of Logpush’s casb_findings')
    .description(
      'Says of each finding in the file whether it is here too, and if not, why; and what is here and not in the file.\n' +
        'The file is NDJSON, also packed by gzip. Logpush tells neither which findings are hidden nor whose severity was\n' +
        'changed: lines may have Hidden (true, false) and SeverityOverride (Low to Critical) added by hand. Nothing is\n' +
        'changed without --apply: then hidden findings become exceptions, and severities those of their rules.',
    )
    .requiredOption('--integration <name or id>', 'what it is compared with')
    .option('--theirs <name or id>', 'of several integrations in the file, the one to compare')
    .option('--apply', 'carry over what people decided; without it, it is only told')
    .option('--reason <text>', 'of the exceptions', 'Hidden in Cloudflare CASB')
    .option('--owner <who>', 'who answers for the exceptions')
    .option('--until <day>', 'when they end: a day, like 2027-02-20, at most 400 days ahead', parseUntil)
    .option('--fail-on-gap', 'exit 3 if the file has what is missing here, or lines that cannot be read')
    .option('--json', 'as JSON')
    .action((file: string, flags: CloudflareFlags) => run(io, file, flags))
}

async function run(io: Io, file: string, flags: CloudflareFlags): Promise<void> {
  const logpush = await readLogpush(file)
  const api = clientFromEnv(io.env)
  const { id, display_name } = await findIntegration(api, flags.integration)
  const { chosen, elsewhere } = chosenOf(logpush.findings, id, flags.theirs)
  const our = await readOurSide(api, id)
  const matched = matchFindings(chosen, our.findings)
  const rules = new Map(our.rules.map((rule) => [rule.finding_type_id, rule]))
  const items = await itemsOf(api, id, matched, our, rules)
  const plan = planOf(matched.pairs, rules)
  const texts = { reason: flags.reason, owner: flags.owner, until: flags.until }
  if (flags.apply) refuseIncomplete(plan, texts)
  const { lines, repeated, bad, others } = logpush
  const parity = {
    integration: { id, display_name },
    file: { lines, repeated, bad_lines: bad, other_vendors: others, other_integrations: elsewhere },
    counts: countsOf(items, bad.length),
    items,
    plan,
  }
  if (flags.json) io.out(jsonText(parity))
  else renderParity(io, parity, flags.apply === true)
  if (flags.apply) await applyPlan(io, api, id, { plan, rules: our.rules, texts })
  if (flags.failOnGap && parity.counts.gaps > 0) process.exitCode = EXIT.gap
}

/** One of theirs is compared with one of ours. An export of ours names ours. */
function chosenOf(
  findings: readonly TheirFinding[],
  ours: string,
  named: string | undefined,
): { readonly chosen: readonly TheirFinding[]; readonly elsewhere: number } {
  const groups = Map.groupBy(findings, ({ integrationId }) => integrationId)
  const nameOf = (of: string): string => groups.get(of)?.[0]?.integrationName ?? ''
  const ids = [...groups.keys()]
  const fitting =
    named === undefined
      ? ids.includes(ours)
        ? [ours]
        : ids
      : ids.filter((of) => of === named || nameOf(of) === named)
  const all = ids.map((of) => `${nameOf(of)} (${of})`).join(', ')
  if (fitting.length === 0 && named !== undefined) {
    throw usageError(`The file tells of no integration "${named}".`, `It tells of: ${all || 'none'}.`)
  }
  if (fitting.length > 1) {
    throw usageError('The file tells of several integrations.', `Name one with --theirs: ${all}.`)
  }
  const chosen = groups.get(fitting[0] ?? '') ?? []
  return { chosen, elsewhere: findings.length - chosen.length }
}

async function itemsOf(
  api: ApiClient,
  integrationId: string,
  { pairs, rest }: Matched,
  { coverage }: OurSide,
  rules: ReadonlyMap<string, RuleView>,
): Promise<readonly ParityItem[]> {
  const missing = new Set(
    pairs.filter(({ ours }) => ours === null).map(({ theirs }) => theirs.assetExternalId),
  )
  const assets = await assetsOf(api, integrationId, missing)
  const covered = new Map(coverage.map((row) => [row.rule_id as string, row]))
  const newest = pairs.reduce((latest, { theirs }) => Math.max(latest, Date.parse(theirs.detectedAt) || 0), 0)
  const theirs = pairs.map((pair) => {
    const { theirs: one, ours } = pair
    if (ours !== null && ours.state !== 'resolved') return bothItem({ theirs: one, ours })
    const rule = rules.get(one.findingTypeId) ?? null
    const reason = whyNotHere(one, {
      ...{ rule, resolved: ours },
      coverage: (rule && covered.get(rule.id)) ?? null,
      asset: assets.get(one.assetExternalId) ?? null,
    })
    return onlyTheirs(one, rule, reason)
  })
  return [...theirs, ...rest.map((one) => onlyOurs(one, newest))]
}
