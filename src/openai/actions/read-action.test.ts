import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAction } from './read-action.ts'

const factsOf = (document: unknown) => readAction(JSON.stringify(document)).facts

const server = (url: string) => ({ servers: [{ url }] })

describe('what an action can do', () => {
  test('counts operations, verbs and hosts', () => {
    const schema = {
      servers: [{ url: 'https://api.example.com/v1' }, { url: '/relative' }, 'odd'],
      paths: {
        '/a': { get: {}, post: {}, parameters: [], summary: 'x' },
        '/b/{id}': { delete: {}, get: {} },
        '/c': null,
      },
    }
    expect(factsOf(schema)).toMatchObject({
      operations: 4,
      methods: ['delete', 'get', 'post'],
      servers: ['api.example.com'],
      writing_operations: 2,
    })
  })

  test('servers of paths and operations count as well, and one with a variable stays what no list can name', () => {
    const schema = {
      ...server('https://api.example.com'),
      paths: {
        '/a': { ...server('//path.example.net/v1'), get: {}, post: server('https://operation.example.net') },
        '/b': { get: server('https://{region}.example.com'), put: server('/relative') },
      },
    }
    expect(factsOf(schema)?.servers).toEqual([
      'api.example.com',
      'operation.example.net',
      'path.example.net',
      '{region}.example.com',
    ])
    expect(factsOf(schema)?.wildcard_servers).toBe(1)
  })

  test('tells writes that need no consent from those of which nothing is said', () => {
    const schema = {
      paths: {
        '/a': {
          get: { 'x-openai-isConsequential': false },
          post: { 'x-openai-isConsequential': false },
          put: { 'x-openai-isConsequential': true },
          patch: { 'x-openai-isConsequential': 'false' },
          delete: {},
        },
      },
    }
    expect(factsOf(schema)).toMatchObject({ writing_operations: 4, not_consequential_writes: 2 })
  })

  test.each([
    ['no', false],
    ['No', false],
    ['off', false],
    ['n', false],
    ['"FALSE"', false],
    ['false', false],
    ['yes', true],
    ['ON', true],
    ['y', true],
    ['"true"', true],
    ['never', null],
    ['0', null],
  ])('consequential: %s is %s, whichever version of YAML it is read as', (word, consequential) => {
    const raw = `paths: {/a: {post: {x-openai-isConsequential: ${word}}}}`
    expect(readAction(raw).operations).toMatchObject([{ consequential }])
  })

  test('shows operations with what each sends where, and how it proves who calls', () => {
    const schema = {
      openapi: '3.1.0',
      ...server('https://api.example.com'),
      security: [{ key: [] }],
      components: { securitySchemes: { key: { type: 'apiKey', in: 'query', name: 'k' } } },
      paths: {
        '/things/{id}': {
          parameters: [{ name: 'id', in: 'path', schema: { type: 'string' } }],
          get: {
            operationId: 'getThing',
            parameters: [
              { name: 'id', in: 'path' },
              { name: 'x', in: 'query' },
            ],
          },
          post: {
            ...server('https://other.example.com'),
            security: [],
            'x-openai-isConsequential': false,
            requestBody: { content: { 'application/json': { schema: { properties: { a: {}, b: {} } } } } },
          },
        },
      },
    }
    const reading = readAction(JSON.stringify(schema))
    expect(reading.facts?.auth_in_query).toBe(true)
    expect(reading.operations).toEqual([
      {
        method: 'get',
        path: '/things/{id}',
        operation_id: 'getThing',
        hosts: ['api.example.com'],
        consequential: null,
        auth: ['api_key_query'],
        parameters: 2,
      },
      {
        method: 'post',
        path: '/things/{id}',
        operation_id: null,
        hosts: ['other.example.com'],
        consequential: false,
        auth: ['none'],
        parameters: 3,
      },
    ])
  })

  test('reads Swagger 2', () => {
    const schema = {
      swagger: '2.0',
      host: 'api.example.com',
      basePath: '/v1',
      schemes: ['http', 'https'],
      securityDefinitions: { token: { type: 'apiKey', in: 'query', name: 'token' } },
      definitions: { any: { type: 'object' } },
      paths: {
        '/run': {
          post: { parameters: [{ in: 'body', name: 'body', schema: { $ref: '#/definitions/any' } }] },
        },
        '/fetch': { get: { parameters: [{ in: 'query', name: 'url', type: 'string' }] } },
        '/form': { post: { parameters: [{ in: 'formData', name: 'code', type: 'string' }] } },
      },
    }
    expect(readAction(JSON.stringify(schema))).toMatchObject({ format: 'swagger_2', problem: null })
    expect(factsOf(schema)).toMatchObject({
      operations: 3,
      servers: ['api.example.com'],
      insecure_hosts: ['http'],
      open_bodies: 1,
      free_form_parameters: ['code', 'url'],
      auth_in_query: true,
    })
  })

  test('a path may refer to another and add to it', () => {
    const schema = {
      paths: { '/a': { $ref: '#/components/pathItems/shared', get: {} } },
      components: { pathItems: { shared: { post: {}, ...server('https://shared.example.com') } } },
    }
    expect(factsOf(schema)).toMatchObject({ methods: ['get', 'post'], servers: ['shared.example.com'] })
  })
})

describe('what cannot be read', () => {
  test.each([
    ['', 'not_parsed'],
    ['[]', 'not_parsed'],
    ['null', 'not_parsed'],
    ['just words', 'not_parsed'],
    ['{"paths": 7}', 'no_paths'],
    ['openapi: 3.1.0\npaths: none', 'no_paths'],
    ['openapi: "3.1.0\npaths: {}', 'not_parsed'],
  ])('%j is %s, and there are no facts', (raw, problem) => {
    expect(readAction(raw)).toMatchObject({ problem, facts: null, operations: [] })
  })

  test('a document of another file is never asked for: what it holds stays unread', () => {
    const schema = {
      openapi: '3.0.3',
      ...server('https://api.example.com'),
      paths: { '/a': { $ref: 'https://elsewhere.example.com/paths.json' }, '/b': { get: {} } },
    }
    const reading = readAction(JSON.stringify(schema))
    expect(reading).toMatchObject({ problem: 'truncated', facts: { operations: 1 } })
    expect(reading.facts?.servers).toEqual(['(unreadable)', 'api.example.com'])
  })

  const BASE = 'x: &x {a: 1}\nservers: [{url: "https://api.example.com"}]\n'

  test.each([
    ['the document', '<<: *x\npaths: {}'],
    ['paths', 'paths: {<<: *x}'],
    ['a path', 'paths: {/a: {<<: *x}}'],
    ['an operation', 'paths: {/a: {get: {<<: *x}}}'],
    ['a server', 'paths: {/a: {servers: [{<<: *x}]}}'],
  ])('what YAML 1.1 merges into %s may name another host', (_, yaml) => {
    const reading = readAction(BASE + yaml)
    expect(reading.problem).toBe('truncated')
    expect(reading.facts?.servers).toEqual(['(unreadable)', 'api.example.com'])
  })

  test.each([
    ['a parameter', '{parameters: [{<<: *x}]}'],
    ['a body', '{requestBody: {content: {application/json: {schema: {properties: {<<: *x}}}}}}'],
    ['an answer', '{responses: {200: {<<: *x}}}'],
  ])('what it merges into %s says nothing against hosts', (_, operation) => {
    const reading = readAction(`${BASE}paths: {/a: {post: ${operation}}}`)
    expect(reading).toMatchObject({ problem: 'truncated', facts: { servers: ['api.example.com'] } })
  })

  test.each([
    ['/a', null],
    ['x-a', null],
    ['a', 'truncated'],
    ['', 'truncated'],
    ['$ref', 'truncated'],
  ])('path %j: %s', (path, problem) => {
    expect(readAction(JSON.stringify({ paths: { [path]: { get: {} } } })).problem).toBe(problem)
  })

  test('inputs that were not looked at say nothing against hosts that were', () => {
    const many = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`p${index}`, {}]))
    const schema = {
      ...server('https://api.example.com'),
      paths: {
        '/a': {
          post: { requestBody: { content: { 'application/json': { schema: { properties: many } } } } },
        },
      },
    }
    const reading = readAction(JSON.stringify(schema))
    expect(reading).toMatchObject({ problem: 'truncated', facts: { servers: ['api.example.com'] } })
  })

  test('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (raw) => {
        expect(readAction(raw).format).toBeTypeOf('string')
      }),
    )
  })

  test('never throws, whatever stands where OpenAPI has something', () => {
    const words = [
      'servers',
      'paths',
      '/a',
      'get',
      'post',
      '$ref',
      'parameters',
      'requestBody',
      'content',
      'schema',
    ]
    const more = [
      'application/json',
      'properties',
      'allOf',
      'anyOf',
      'items',
      'security',
      'components',
      'type',
      'name',
    ]
    const key = fc.constantFrom(...words, ...more, 'securitySchemes', 'url', 'variables', 'host', '__proto__')
    const leaf = fc.oneof(
      fc.constantFrom('#/paths', '#', '#/components/a', 'string', 'query'),
      fc.jsonValue(),
    )
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 7, withCrossShrink: true },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 5 }),
      ),
    }))
    fc.assert(
      fc.property(tree, tree, (paths, rest) => {
        const document = { paths: { '/a': paths }, components: rest, servers: rest, security: paths }
        expect(readAction(JSON.stringify(document)).problem).not.toBe('not_parsed')
      }),
    )
  })
})
