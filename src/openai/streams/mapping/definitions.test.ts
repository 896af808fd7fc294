import { expect, test } from 'vitest'
import { configuration, configurationFields } from './definitions.ts'

const fieldsOf = (given: object) => configurationFields(configuration.parse({ id: 'config-1', ...given }))

const SECRET = `AK${'IA'}Q7WZ3LMT2XKP4RVB`

test('secrets are told by their kind, from the instructions and from the schemas of actions', () => {
  const action = { type: 'custom_action', action_openapi_raw: `openapi: 3.1.0\nx: ${SECRET}` }
  expect(fieldsOf({ instructions: 'Be kind.', tools: [action] }).attributes).toMatchObject({
    instruction_secrets: ['aws_access_key'],
    instruction_hidden_text: false,
  })
  const { attributes } = fieldsOf({ instructions: `Use ${SECRET}\u200B` })
  expect(attributes).toMatchObject({ instruction_secrets: ['aws_access_key'], instruction_hidden_text: true })
  expect(JSON.stringify(attributes)).not.toContain(SECRET)
})

test('where there is no text, nothing is said of it', () => {
  const { attributes } = fieldsOf({ tools: [{ type: 'browser' }] })
  expect(attributes).not.toHaveProperty('instruction_secrets')
  expect(attributes).not.toHaveProperty('instruction_hidden_text')
})

test('sealed tools stand where the tools in clear do', () => {
  const action = { type: 'custom_action', action_openapi_raw: 'paths: {/a: {get: {}}}' }
  const { attributes, sealed } = fieldsOf({ tools: [{ type: 'browser' }, action] })
  expect(attributes.tools).toMatchObject([{ type: 'browser' }, { operations: 1 }])
  expect(sealed.tools).toMatchObject([{}, { operations: [{ path: '/a' }] }])
})
