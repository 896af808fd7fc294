import type { Command } from 'commander'
import { Argument } from 'commander'
import type { CredentialKind } from '../../model/core/credentials.ts'
import { CREDENTIAL_KIND_LABEL, CREDENTIAL_KINDS } from '../../model/core/credentials.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import type { IntegrationDetail } from '../run-view.ts'
import { KEY_PLACES, readSecret } from '../secrets.ts'
import { describeIntegration } from './describe.ts'
import { findIntegration } from './find.ts'
import { testNow } from './until-tested.ts'

export function addReplaceCredential(integrations: Command, io: Io): void {
  integrations
    .command('replace-credential')
    .argument('<integration>')
    .addArgument(new Argument('<kind>', 'which one').choices([...CREDENTIAL_KINDS]))
    .description(
      'Replaces a key, or adds one of a kind that was not given before. Runs that waited for it go on. The new key is\n' +
        'read from OPENAI_COMPLIANCE_KEY, OPENAI_ADMIN_KEY or OPENAI_PROJECT_KEY, from the file that the same name with\n' +
        '_FILE points to, or asked for.',
    )
    .option('--key-name <name>', 'what the new key is called at OpenAI')
    .action(async (name: string, kind: CredentialKind, { keyName }: { keyName?: string }) => {
      const api = clientFromEnv(io.env)
      const { id } = await findIntegration(api, name)
      const secret = await readSecret(io, KEY_PLACES[kind])
      await api.put<unknown>(`/api/v1/integrations/${id}/credentials/${kind}`, {
        secret,
        ...(keyName === undefined ? {} : { key_name: keyName }),
      })
      io.err(`The ${CREDENTIAL_KIND_LABEL[kind]} is replaced; testing the connection …`)
      const detail: IntegrationDetail = await testNow(api, id)
      io.out(describeIntegration(detail, io.paint).join('\n'))
    })
}
