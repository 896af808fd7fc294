import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { usageError } from '../cli-error.ts'
import type { WrittenExceptionView } from '../finding-view.ts'
import { UUID } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { describeAbout } from './describe.ts'

export function addDisableException(exceptions: Command, io: Io): void {
  exceptions
    .command('disable <exception>')
    .summary('take one back')
    .description('Takes an exception back, at once. It stays in the list as disabled.')
    .option('--json', 'as JSON')
    .action(async (id: string, { json }: { json?: boolean }) => {
      if (!UUID.test(id)) {
        throw usageError(
          'An exception is named by its id.',
          'It is in the last column of "casbah exceptions list".',
        )
      }
      const api = clientFromEnv(io.env)
      const path = `/api/v1/exceptions/${id.toLowerCase()}/disable`
      const disabled = await api.post<WrittenExceptionView>(path)
      if (json) io.out(jsonText(disabled))
      else io.err(`${harmless(describeAbout(disabled))}: no longer tolerated.`)
    })
}
