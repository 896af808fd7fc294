import { z } from 'zod'
import type { JsonObject, JsonValue } from '../../../model/core/json.ts'
import { hasHiddenText } from '../../actions/hidden-text.ts'
import { secretKinds } from '../../actions/secrets.ts'
import { id, ignored, listed, text, texts, time } from './fields.ts'
import { present } from './present.ts'
import type { ToolFields } from './tools.ts'
import { tool, toolFields } from './tools.ts'

/** GPTs and ChatGPT projects are defined alike: what both share is here. */

const permissions = z
  .looseObject({
    object: ignored,
    can_read: z.boolean().nullish(),
    can_view_config: z.boolean().nullish(),
    can_write: z.boolean().nullish(),
  })
  .nullish()

export const sharing = z
  .looseObject({
    object: ignored,
    visibility: text,
    permissions,
    recipients: listed(z.looseObject({ object: ignored, id: text, email: text, permissions })),
  })
  .nullish()

// `created_at` and `download_url` come only with links, which are not asked for.
const file = z.looseObject({ object: ignored, id, name: text, created_at: time, download_url: ignored })

export const configuration = z.looseObject({
  object: ignored,
  id,
  name: text,
  description: text,
  categories: texts,
  conversation_starters: texts,
  created_at: time,
  instructions: text,
  version_author: z.looseObject({ object: ignored, id: text, email: text }).nullish(),
  files: listed(file),
  tools: listed(tool),
})
export type Configuration = z.infer<typeof configuration>

export const definitionFields = {
  object: ignored,
  id,
  created_at: time,
  owner_id: text,
  owner_email: text,
  builder_name: text,
  sharing,
  latest_config: listed(configuration),
}

const definition = z.looseObject(definitionFields)
export type Definition = z.infer<typeof definition>

/** Of the embedded configuration only which one it is, and its name to call the thing by; configurations have their own stream. */
export function definitionAttributes(thing: Definition): JsonObject {
  const [latest] = thing.latest_config ?? []
  const recipients = thing.sharing?.recipients ?? null
  return {
    ...present(thing, ['created_at']),
    ...(latest === undefined ? {} : present(latest, ['name'])),
    ...(latest === undefined ? {} : { latest_config: present(latest, ['id', 'created_at']) }),
    ...(thing.sharing === undefined ? {} : { sharing: sharingAttributes(thing.sharing) }),
    ...(recipients === null ? {} : { recipients_count: recipients.length }),
  }
}

function sharingAttributes(given: Definition['sharing']): JsonValue {
  if (given === null || given === undefined) return null
  return {
    ...present(given, ['visibility']),
    ...(given.permissions === null || given.permissions === undefined
      ? {}
      : { permissions: present(given.permissions, ['can_read', 'can_view_config', 'can_write']) }),
  }
}

/** The builder's name is free text that may be a person's. */
export const definitionSealed = (thing: Definition): JsonObject => present(thing, ['builder_name'])

/** What is kept of a configuration. Texts and schemas are kept in every mode, but never in clear. */
export function configurationFields(config: Configuration): ToolFields {
  const tools = config.tools?.map(toolFields) ?? null
  return {
    attributes: configurationAttributes(config, tools),
    sealed: configurationSealed(config, tools ?? []),
  }
}

function configurationAttributes(config: Configuration, tools: readonly ToolFields[] | null): JsonObject {
  const files = config.files
  return {
    ...present(config, ['name', 'categories', 'created_at']),
    ...(tools === null ? {} : { tools: tools.map(({ attributes }) => attributes) }),
    ...(files === null ? {} : { files: files.map((one) => present(one, ['id', 'created_at'])) }),
    ...instructionAttributes(config),
  }
}

/** Absent where there was no text to look at. */
function instructionAttributes({ instructions, tools }: Configuration): JsonObject {
  const schemas = tools?.map(({ action_openapi_raw }) => action_openapi_raw) ?? []
  const texts = [instructions, ...schemas].filter((one) => typeof one === 'string')
  return {
    ...(texts.length === 0 ? {} : { instruction_secrets: secretKinds(texts) }),
    ...(typeof instructions === 'string' ? { instruction_hidden_text: hasHiddenText(instructions) } : {}),
  }
}

function configurationSealed(config: Configuration, tools: readonly ToolFields[]): JsonObject {
  const files = config.files ?? []
  const schemas = tools.map(({ sealed }) => sealed)
  return {
    ...present(config, ['description', 'instructions', 'conversation_starters']),
    ...(schemas.some((one) => Object.keys(one).length > 0) ? { tools: schemas } : {}),
    ...(files.length === 0 ? {} : { files: files.map((one) => present(one, ['id', 'name'])) }),
  }
}
