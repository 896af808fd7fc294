import { createHash, randomUUIDv7 } from 'node:crypto'
import type { Sql } from '../../src/db/client.ts'
import { definitionHash } from '../../src/db/definitions/make-definition.ts'
import type { Definition } from '../../src/model/core/definitions.ts'
import type { AssetId, IntegrationId } from '../../src/model/core/ids.ts'

/** Versions of a GPT's definition as collections would have left them, and an approval of the first. */
export async function plantApproval(
  sql: Sql,
  integrationId: IntegrationId,
  assetId: AssetId,
  definitions: readonly Definition[],
): Promise<void> {
  for (const [at, definition] of definitions.entries()) {
    await sql`
      insert into asset_versions (integration_id, asset_id, no, definition_hash, definition)
      values (${integrationId}, ${assetId}, ${at + 1}, ${definitionHash(definition)},
        ${JSON.stringify(definition)}::text::jsonb)`
  }
  const [first] = definitions
  await sql`
    insert into definition_approvals (id, integration_id, asset_id, version_no, definition_hash, reason, approved_by)
    values (${randomUUIDv7()}, ${integrationId}, ${assetId}, 1,
      ${first === undefined ? '' : definitionHash(first)}, 'Looked at it.',
      '{"kind":"system","id":"test","label":"test"}'::jsonb)`
}

/** A definition in which texts are named by what a test calls them. */
export const definitionOf = (instructions: string, more: Partial<Definition> = {}): Definition => ({
  instructions: {
    fingerprint: createHash('sha256').update(instructions).digest('hex'),
    length: instructions.length,
  },
  tools: [],
  actions: [],
  files: [],
  audience: { visibility: 'gpt-store', recipients: null, permissions: null },
  ...more,
})
