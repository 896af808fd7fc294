import { describe, expect, test } from 'vitest'
import { breakingChanges } from './api-changes.ts'

const schema = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
})
const json = (of: object) => ({ content: { 'application/json': { schema: of } } })
const text = { type: 'string' }

function api(
  part: { parameters?: object[]; sent?: object; read?: object; schemas?: object; status?: string } = {},
) {
  const {
    parameters = [],
    sent = schema({ name: text }),
    read = schema({ id: text }),
    schemas = {},
    status = '200',
  } = part
  return {
    paths: {
      '/things': {
        get: { parameters, responses: { [status]: json(read), 404: json(schema({})) } },
        post: { requestBody: { required: true, ...json(sent) }, responses: { 201: json(read) } },
      },
    },
    components: { schemas },
  }
}

const named = (read: object) => api({ read: schema(read), schemas: { Thing: schema({ id: text }) } })

const query = (name: string, part: object = {}) => ({ in: 'query', name, schema: text, ...part })

describe('nobody is broken by', () => {
  test.each([
    ['nothing', api(), api()],
    ['another operation', { paths: {} }, api()],
    ['another parameter that may be left out', api(), api({ parameters: [query('q')] })],
    ['another property to read', api(), api({ read: schema({ id: text, more: text }) })],
    ['another property that may be sent', api(), api({ sent: schema({ name: text, more: text }, ['name']) })],
    ['a property that need not be sent any more', api(), api({ sent: schema({ name: text }, []) })],
    [
      'another word that is taken',
      api({ parameters: [query('s', { schema: { enum: ['a'] } })] }),
      api({ parameters: [query('s', { schema: { enum: ['a', 'b'] } })] }),
    ],
    [
      'another word to read',
      api({ read: schema({ s: { enum: ['a'] } }) }),
      api({ read: schema({ s: { enum: ['a', 'b'] } }) }),
    ],
    ['another type that is taken', api(), api({ sent: schema({ name: { type: ['string', 'null'] } }) })],
    [
      'an error that is gone',
      api({ status: '200' }),
      {
        ...api(),
        paths: {
          '/things': { ...api().paths['/things'], get: { responses: { 200: json(schema({ id: text })) } } },
        },
      },
    ],
  ])('%s', (_, before, after) => {
    expect(breakingChanges(before, after)).toEqual([])
  })
})

describe('somebody is broken by', () => {
  const get = 'GET /things'
  test.each([
    ['an operation that is gone', api(), { paths: {} }, ['GET /things is gone', 'POST /things is gone']],
    ['a parameter that is gone', api({ parameters: [query('q')] }), api(), [`${get} query q is gone`]],
    [
      'a parameter that must be sent',
      api(),
      api({ parameters: [query('q', { required: true })] }),
      [`${get} query q must be sent now`],
    ],
    [
      'a word that is not taken',
      api({ parameters: [query('s', { schema: { enum: ['a', 'b'] } })] }),
      api({ parameters: [query('s', { schema: { enum: ['a'] } })] }),
      [`${get} query s does not take b any more`],
    ],
    [
      'a property that is gone',
      api({ read: schema({ id: text, x: text }) }),
      api(),
      [`${get} 200 application/json.x is gone`, 'POST /things 201 application/json.x is gone'],
    ],
    [
      'a property that may be missing',
      api(),
      api({ read: schema({ id: text }, []) }),
      [
        `${get} 200 application/json.id may be missing now`,
        'POST /things 201 application/json.id may be missing now',
      ],
    ],
    [
      'a property that must be sent',
      api(),
      api({ sent: schema({ name: text, more: text }) }),
      ['POST /things body.more must be sent now'],
    ],
    [
      'null where there was none',
      api(),
      api({ read: schema({ id: { type: ['string', 'null'] } }) }),
      [
        `${get} 200 application/json.id was string and is string or null`,
        'POST /things 201 application/json.id was string and is string or null',
      ],
    ],
    [
      'one thing that may be null',
      named({ thing: { $ref: '#/components/schemas/Thing' } }),
      named({ thing: { anyOf: [{ $ref: '#/components/schemas/Thing' }, { type: 'null' }] } }),
      [
        `${get} 200 application/json.thing may be one of 2 things now, and was one of 1`,
        'POST /things 201 application/json.thing may be one of 2 things now, and was one of 1',
      ],
    ],
    [
      'a bound that is narrower',
      api({ sent: schema({ name: { type: 'string', maxLength: 100 } }) }),
      api({ sent: schema({ name: { type: 'string', maxLength: 50 } }) }),
      ['POST /things body.name has the maxLength 50 now'],
    ],
    [
      'another look',
      api(),
      api({ sent: schema({ name: { type: 'string', pattern: '^a' } }) }),
      ['POST /things body.name must look otherwise now'],
    ],
    ['another status', api(), api({ status: '202' }), [`${get} 200 is no answer any more`]],
  ])('%s', (_, before, after, changes) => {
    expect(breakingChanges(before, after)).toEqual(changes)
  })

  test('what is told by a name, also of itself', () => {
    const node = (more: object) => ({
      Node: schema({ next: { $ref: '#/components/schemas/Node' }, ...more }),
    })
    const named = (more: object) => api({ read: { $ref: '#/components/schemas/Node' }, schemas: node(more) })
    expect(breakingChanges(named({ x: text }), named({ x: text }))).toEqual([])
    expect(breakingChanges(named({ x: text }), named({}))).toEqual([
      `${get} 200 application/json.x is gone`,
      'POST /things 201 application/json.x is gone',
    ])
  })
})
