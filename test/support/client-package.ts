import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PROJECT_ROOT } from '../../src/cli/place.ts'

/** The client as others have it: packed as for a registry, and installed from the package in a folder of theirs. */

const run = promisify(execFile)
const modules = (name: string): string => join(PROJECT_ROOT, 'node_modules', name)

export interface InstalledClient {
  /** A folder whose code may import `casbah-client`. */
  readonly folder: string
  /** What is in the package. */
  readonly files: readonly string[]
}

export async function installClient(scratch: string): Promise<InstalledClient> {
  const env = { ...process.env, npm_config_cache: join(scratch, 'npm'), npm_config_offline: 'true' }
  // Built in a copy: what is built would stay in the project's folder.
  const source = join(scratch, 'clients', 'typescript')
  await cp(join(PROJECT_ROOT, 'clients', 'typescript'), source, { recursive: true })
  await symlink(join(PROJECT_ROOT, 'node_modules'), join(scratch, 'node_modules'))
  await cp(join(PROJECT_ROOT, 'tsconfig.json'), join(scratch, 'tsconfig.json'))
  const packages = join(scratch, 'packages')
  await mkdir(packages)
  const needed = ['openapi-fetch', 'openapi-typescript-helpers'].map(modules)
  for (const cwd of needed) {
    await run('npm', ['pack', '--ignore-scripts', `--pack-destination=${packages}`], { cwd, env })
  }
  const packed = await run('npm', ['pack', '--json', `--pack-destination=${packages}`], { cwd: source, env })
  const [report] = JSON.parse(packed.stdout) as [{ files: readonly { path: string }[] }]
  const folder = join(scratch, 'theirs')
  await mkdir(folder)
  await writeFile(join(folder, 'package.json'), '{"name":"theirs","type":"module","private":true}')
  const archives = (await readdir(packages)).map((name) => join(packages, name))
  await run('npm', ['install', '--no-audit', ...archives], { cwd: folder, env })
  return { folder, files: report.files.map(({ path }) => path).sort() }
}

/** Runs a program of theirs. What it prints is JSON. */
export async function runTheirs<T>(
  { folder }: InstalledClient,
  text: string,
  env: NodeJS.ProcessEnv,
): Promise<T> {
  const file = join(folder, `${crypto.randomUUID()}.mjs`)
  await writeFile(file, text)
  const { stdout } = await run(process.execPath, [file], { env: { ...process.env, ...env } })
  return JSON.parse(stdout) as T
}

/** What the compiler says of a file of theirs; empty where it fits. */
export async function checkTheirs({ folder }: InstalledClient, text: string): Promise<string> {
  await writeFile(join(folder, 'theirs.ts'), text)
  const options = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'nodenext',
    '--target',
    'es2023',
  ]
  const lib = ['--lib', 'es2023,dom,dom.iterable', '--types', '']
  try {
    await run(process.execPath, [modules('typescript/bin/tsc'), ...options, ...lib, 'theirs.ts'], {
      cwd: folder,
    })
    return ''
  } catch (error) {
    return (error as { stdout: string }).stdout
  }
}
