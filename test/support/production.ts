import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'yaml'
import { PROJECT_ROOT } from '../../src/cli/place.ts'
import { findFreePort } from '../../src/embedded/network.ts'
import { eventually } from './temporal.ts'

/**
 * The containers of docker-compose.yml without a container engine: the entry point of the Dockerfile, the command,
 * environment, secrets and health check of each service as they are written there, run as processes. Only addresses
 * differ: host names of other containers, and ports, become ones of this machine.
 */
export interface Production {
  /** Folder of the secrets' files, made by deploy/make-secrets.sh. */
  readonly secrets: string
  /** HOME of every process; stays empty, as in a container whose file system is read-only. */
  readonly home: string
  readonly apiUrl: string
  start(service: string): Container
}

export interface Container {
  readonly exited: Promise<number | null>
  said(): string
  /** Exit code of the service's health check, run once. */
  checkHealth(): Promise<number>
  untilHealthy(): Promise<void>
  /** SIGTERM, as `docker stop` sends it. */
  stop(): Promise<number | null>
}

export interface Neighbours {
  readonly databaseUrl: string
  readonly temporalAddress: string
  readonly temporalNamespace: string
  /** Settings that docker-compose.yml leaves at their defaults: where upstream is. */
  readonly env: NodeJS.ProcessEnv
}

interface Service {
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly healthcheck?: { readonly test: readonly string[] }
}

const run = promisify(execFile)

/**
 * What `read_only` and `tmpfs` make of a container's file system, in a namespace of the process alone: the program's
 * folder and HOME are mounted over themselves, to be read only, and nothing in the temporary folder can be executed.
 */
const READ_ONLY = [
  'mount --bind "$0" "$0"',
  'mount -o remount,ro,bind "$0"',
  'mount --bind "$HOME" "$HOME"',
  'mount -o remount,ro,bind "$HOME"',
  'mount -t tmpfs -o noexec,nosuid,nodev tmpfs "$TMPDIR"',
  'exec "$@"',
].join(' && ')
const sealed = (command: readonly string[]): [string, ...string[]] => [
  ...(['unshare', '--map-root-user', '--mount', 'sh', '-c', READ_ONLY, PROJECT_ROOT] as const),
  ...command,
]

/** Whether this machine lets us mount the folder so; undefined if it does, else why not. */
export async function whyNotReadOnly(folder: string): Promise<string | undefined> {
  const tries = `! touch "${join(PROJECT_ROOT, 'written')}" "$HOME/written" 2>&1`
  const [file, ...args] = sealed(['sh', '-c', tries])
  return run(file, args, { env: { ...process.env, ...placesOf(folder) } }).then(
    () => undefined,
    (error: Error) => `needs unshare and mount for a read-only folder: ${error.message.split('\n')[0]}`,
  )
}

const placesOf = (folder: string) => ({ HOME: join(folder, 'home'), TMPDIR: join(folder, 'tmp') })

export async function prepareProduction(folder: string, near: Neighbours): Promise<Production> {
  const { HOME: home, TMPDIR: tmp } = placesOf(folder)
  const secrets = join(folder, 'secrets')
  await mkdir(home)
  await mkdir(tmp)
  await cp(join(PROJECT_ROOT, 'deploy'), join(folder, 'deploy'), { recursive: true })
  await run('sh', ['deploy/make-secrets.sh'], { cwd: folder })
  await writeFile(join(folder, 'database_url'), near.databaseUrl, { mode: 0o600 })
  const text = await readFile(join(PROJECT_ROOT, 'docker-compose.yml'), 'utf8')
  const { services } = parse(text, { merge: true }) as { services: Record<string, Service> }
  const image = await buildImage(folder)
  const isReadOnly = (await whyNotReadOnly(folder)) === undefined

  const ports = { '8787': String(await findFreePort()), '8788': String(await findFreePort()) }
  const here = (value: string): string =>
    Object.entries({
      '/run/secrets/database_url': join(folder, 'database_url'),
      '/run/secrets': secrets,
      'temporal:7233': near.temporalAddress,
      '0.0.0.0': '127.0.0.1',
      ...ports,
    }).reduce((now, [there, own]) => now.replaceAll(there, own), value.replace(/\$\{\w+:-(.*?)\}/g, '$1'))
  const base = { PATH: process.env.PATH ?? '', ...placesOf(folder), ...image.env, ...near.env }

  return {
    ...{ secrets, home, apiUrl: `http://127.0.0.1:${ports['8787']}` },
    start(name) {
      const service = services[name]
      if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}.`)
      const environment = Object.entries(service.environment).map(([key, value]) => [key, here(value)])
      const env = { ...base, ...Object.fromEntries(environment), TEMPORAL_NAMESPACE: near.temporalNamespace }
      const command = [...image.entry, ...service.command]
      const [file, ...args] = isReadOnly ? sealed(command) : command
      const child = spawn(file ?? '', args, { cwd: PROJECT_ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] })
      const [, ...check] = service.healthcheck?.test.map(here) ?? []
      return asContainer(child, check.map(asProgram), env)
    },
  }
}

function asContainer(child: ChildProcess, check: readonly string[], env: NodeJS.ProcessEnv): Container {
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  }
  let isRunning = true
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      isRunning = false
      resolve(code)
    })
  })
  const checkHealth = async () => {
    const [file = '', ...args] = check
    return run(file, args, { env }).then(
      () => 0,
      (error: { code?: number }) => error.code ?? 1,
    )
  }
  return {
    exited,
    said: () => said,
    checkHealth,
    untilHealthy: () =>
      eventually('it is healthy', async () => {
        if (isRunning && (await checkHealth()) !== 0) throw new Error(said.slice(-2_000))
        if (!isRunning) throw new Error(`it ended: ${said.slice(-2_000)}`)
      }),
    async stop() {
      if (isRunning) child.kill('SIGTERM')
      return exited
    },
  }
}

/** What the Dockerfile adds to the project's files: the workflows' bundle, and where it is. */
async function buildImage(
  folder: string,
): Promise<{ entry: string[]; env: Readonly<Record<string, string>> }> {
  const dockerfile = await readFile(join(PROJECT_ROOT, 'Dockerfile'), 'utf8')
  const [, words = '[]'] = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile) ?? []
  const [, file = ''] = /^RUN node bin\/casbah\.mjs bundle --out (\S+)$/m.exec(dockerfile) ?? []
  await run(process.execPath, ['bin/casbah.mjs', 'bundle', '--out', join(folder, file)], {
    cwd: PROJECT_ROOT,
  })
  const variables = [...dockerfile.matchAll(/^ENV (\w+)=(\S+)$/gm)]
  return {
    entry: (JSON.parse(words) as string[]).map(asProgram),
    env: Object.fromEntries(
      variables.map(([, name = '', value = '']) => [
        name,
        value.replace(`/casbah/${file}`, join(folder, file)),
      ]),
    ),
  }
}

/** The image's `node` is Node 24, as the one that runs this is. */
const asProgram = (word: string): string => (word === 'node' ? process.execPath : word)
