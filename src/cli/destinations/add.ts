import type { Command } from 'commander'
import { Option } from 'commander'
import type { z } from 'zod'
import type { CreatedDestinationSchema } from '../../api/schemas/destination.ts'
import { WEBHOOK_EVENTS } from '../../model/core/deliveries.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { clientFromEnv } from '../api-client.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { minuteOf } from './describe.ts'
import { flagOfNew } from './flag-of.ts'
import type { TargetFlags } from './given-target.ts'
import { addTargetOptions, givenTarget } from './given-target.ts'
import { refuseSecretOf, SECRET_FILE, withSecretFile } from './secret-to-file.ts'

export type CreatedView = z.infer<typeof CreatedDestinationSchema>

interface AddFlags extends TargetFlags {
  readonly integration?: string
  readonly event?: readonly string[]
  readonly category?: readonly string[]
  readonly rule?: readonly string[]
  readonly leastSeverity?: string
  readonly secretFile?: string
  readonly json?: boolean
}

export function addAddDestination(destinations: Command, io: Io): void {
  const command = destinations
    .command('add <kind-or-url> [url]')
    .summary('add one; the secret of a webhook is printed this once')
    .description(
      'A URL is a webhook. Its secret is printed alone on standard output, so that it can be kept where it belongs:\n' +
        '  casbah destinations add https://hooks.example.com/casbah --secret-file secret\n' +
        'Other kinds are named, and bring their secrets along in files:\n' +
        '  casbah destinations add slack --url-file slack.url\n' +
        '  casbah destinations add teams --url-file teams.url\n' +
        '  casbah destinations add splunk-hec https://splunk.example.com:8088 --token-file hec.token\n' +
        '  casbah destinations add s3 https://s3.eu-central-1.amazonaws.com --token-file aws.keys --bucket siem\n' +
        '  casbah destinations add email smtp://mail.example.com --token-file login --from casbah@example.com --to soc@example.com\n' +
        '  casbah destinations add email smtp://mail.example.com --from casbah@example.com --to ciso@example.com --digest monday\n' +
        '  casbah destinations add syslog tls://logs.example.com:6514 --ca-file ca.pem\n' +
        '  casbah destinations add jira https://acme.atlassian.net --token-file jira.token --setting project=SEC\n' +
        '  casbah destinations add servicenow https://acme.service-now.com --token-file servicenow.token\n' +
        'Without --event it hears of what somebody may have to act on; runs and updates are told to who asks for them.',
    )
  addTargetOptions(command)
    .option('--integration <name or id>', 'of this one alone')
    .addOption(new Option('--event <types...>', 'just these').choices([...WEBHOOK_EVENTS]))
    .option('--category <names...>', 'findings of these categories')
    .option('--rule <rules...>', 'findings of these rules')
    .addOption(new Option('--least-severity <severity>', 'findings from this on').choices([...SEVERITIES]))
    .option(SECRET_FILE, 'of a webhook: a new file for its secret, which only you can read')
    .option('--json', 'as JSON')
    .action((what: string, url: string | undefined, flags: AddFlags) =>
      add(io, givenTarget(what, url, flags), flags),
    )
}

async function add(io: Io, target: ReturnType<typeof givenTarget>, flags: AddFlags): Promise<void> {
  const { integration, event, category, rule, leastSeverity, secretFile, json } = flags
  if (secretFile !== undefined) refuseSecretOf(target.kind)
  const api = clientFromEnv(io.env, { nameOf: flagOfNew })
  const made = await withSecretFile(secretFile, async () => {
    const of = integration === undefined ? undefined : await findIntegration(api, integration)
    return api.post<CreatedView>('/api/v1/destinations', {
      ...target,
      ...(of !== undefined && { integration_id: of.id }),
      ...(event !== undefined && { event_types: event }),
      ...(category !== undefined && { categories: category }),
      ...(rule !== undefined && { rules: rule }),
      ...(leastSeverity !== undefined && { least_severity: leastSeverity }),
    })
  })
  if (json) return io.out(jsonText(made))
  io.err(`${harmless(made.url)} hears of ${made.event_types.join(', ')}; id ${made.id}.`)
  if (made.digest_due_at !== null)
    io.err(`It is told once a week, the first time at ${minuteOf(made.digest_due_at)} UTC.`)
  io.err(`Try it: casbah destinations test ${made.id}`)
  if (secretFile !== undefined)
    return io.err(`Its secret is in ${harmless(secretFile)}, and is not shown again.`)
  if (made.secret === null) return
  io.err('Its secret is not shown again:')
  return io.out(made.secret)
}
