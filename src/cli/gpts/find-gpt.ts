import type { GptView } from '../../api/schemas/gpt.ts'
import type { ApiClient } from '../api-client.ts'
import { CliError, usageError } from '../cli-error.ts'
import { findIntegration, UUID } from '../integrations/find.ts'

/** What a search takes at most. */
const LONGEST_NAME = 200
const SHOWN = 5

/** By its id here, by its id at OpenAI, or by its name where only one is called so. */
export async function findGpt(
  api: ApiClient,
  wanted: string,
  integration: string | undefined,
): Promise<{ readonly id: string }> {
  if (UUID.test(wanted)) return { id: wanted.toLowerCase() }
  if (wanted.trim() === '' || wanted.length > LONGEST_NAME) {
    throw usageError('A GPT is named by an id or its name.', 'casbah gpts list shows both.')
  }
  const query = {
    q: wanted,
    integration: integration === undefined ? undefined : (await findIntegration(api, integration)).id,
  }
  const found: GptView[] = []
  for await (const one of api.list<GptView>('/api/v1/gpts', query)) {
    if (one.external_id === wanted) return one
    if (one.name === wanted) found.push(one)
  }
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  if (only === undefined) {
    throw new CliError(`There is no GPT "${wanted}", or this token may not see it.`, {
      next: 'casbah gpts list shows them. Give its id, or its name as it is written.',
    })
  }
  const ids = found.slice(0, SHOWN).map(({ external_id }) => external_id)
  throw new CliError(`${found.length} GPTs are called "${wanted}".`, {
    why: `Their ids: ${ids.join(', ')}${found.length > SHOWN ? ' …' : ''}`,
    next: 'Give the id of the one that is meant.',
  })
}
