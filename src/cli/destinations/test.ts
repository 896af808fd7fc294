import type { Command } from 'commander'
import type { ApiClient } from '../api-client.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { findDestination } from './find.ts'
import { flagOfNew } from './flag-of.ts'
import { givenTarget } from './given-target.ts'
import type { Tested } from './test-words.ts'
import { failedTest, isWell, wellText } from './test-words.ts'

export function addTestDestination(destinations: Command, io: Io): void {
  destinations
    .command('test <destination-or-url>')
    .summary('send a test message, and say what came of it')
    .description(
      'To a destination that is there, disabled or not; or to the URL of a webhook (https://) or a syslog collector (tls://)\n' +
        'that is not saved yet, to see whether it can be reached. Of Jira and ServiceNow it is a look whether the project or table is there, and makes nothing.\n' +
        'Exit code 1 where it was not taken, or not for all recipients of a mail.',
    )
    .option('--json', 'as JSON')
    .action(async (named: string, { json }: { json?: boolean }) => {
      const { kind, recipients, tested } = await test(clientFromEnv(io.env, { nameOf: flagOfNew }), named)
      if (json) io.out(jsonText(tested))
      else if (isWell(tested)) io.err(wellText(kind, tested))
      if (!isWell(tested)) throw failedTest(kind, tested, recipients)
    })
}

async function test(api: ApiClient, named: string) {
  if (named.includes('://')) {
    const target = givenTarget(named, undefined, {})
    const tested = await api.post<Tested>('/api/v1/destinations/test', target)
    return { kind: target.kind, recipients: 0, tested }
  }
  const { id, kind, settings } = await findDestination(api, named)
  const tested = await api.post<Tested>(`/api/v1/destinations/${id}/test`)
  return { kind, recipients: Array.isArray(settings.to) ? settings.to.length : 0, tested }
}
