import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { describeIntegration } from './describe.ts'
import { findIntegration } from './find.ts'
import { testNow } from './until-tested.ts'

/** What a person has to mend at OpenAI or here; `rate_limited` and `unreachable` pass by themselves. */
const AUTH_CODES = new Set(['invalid_key', 'key_revoked_or_expired', 'swapped_keys', 'wrong_key_class'])

export function addTest(integrations: Command, io: Io): void {
  integrations
    .command('test <integration>')
    .description('Tests the connection: probes every capability with every key, and names each fix.')
    .option('--json', 'as JSON')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id } = await findIntegration(api, name)
      const detail = await testNow(api, id)
      io.out(json ? jsonText(detail) : describeIntegration(detail, io.paint).join('\n'))
      const codes = detail.capabilities.map(({ result_code }) => result_code)
      if (codes.some((code) => AUTH_CODES.has(code))) process.exitCode = EXIT.auth
      else if (codes.includes('rate_limited')) process.exitCode = EXIT.rateLimited
    })
}
