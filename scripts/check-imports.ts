import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Import } from './import-rules.ts'
import { whyForbidden } from './import-rules.ts'
import { importsOf } from './imports-of.ts'

/** Broken borders of the tree under `root` (which holds `src`), one line each: who, whom, which rule, why. */
export function brokenBorders(root: string): { lines: string[]; files: number } {
  const devPackages = developmentPackages(root)
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /[.]tsx?$/.test(name))
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
  const lines = files.flatMap((file) => {
    const statements = importsOf(readFileSync(join(root, file), 'utf8'), file)
    return statements.flatMap(({ specifier, typeOnly }) => {
      const imported = resolve(file, specifier, typeOnly)
      const why = whyForbidden(file, imported, devPackages)
      return why === undefined ? [] : [`${file} imports ${imported.target}\n    ${why}`]
    })
  })
  const clients = clientFiles(root)
  return {
    lines: [...lines, ...clients.flatMap((file) => brokenOfClient(root, file))],
    files: files.length + clients.length,
  }
}

/** What others install from `clients/` has nothing of ours with it, and only the packages that its own manifest names. */
const CLIENT_WHY =
  'clients: others install it by itself: its own files, and the packages that its own package.json names'

function clientFiles(root: string): string[] {
  const place = join(root, 'clients')
  if (!existsSync(place)) return []
  return readdirSync(place, { recursive: true, encoding: 'utf8' })
    .map((name) => `clients/${name.replaceAll('\\', '/')}`)
    .filter((name) => /^clients\/[^/]+\/src\/.*[.]ts$/.test(name))
}

function brokenOfClient(root: string, file: string): string[] {
  const [, name = ''] = file.split('/')
  const own = join('clients', name)
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, own, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>
  }
  return importsOf(readFileSync(join(root, file), 'utf8'), file).flatMap(({ specifier, typeOnly }) => {
    const { kind, target } = resolve(file, specifier, typeOnly)
    const isAllowed = kind === 'file' ? target.startsWith(`${own}/src/`) : Object.hasOwn(dependencies, target)
    return isAllowed ? [] : [`${file} imports ${target}\n    ${CLIENT_WHY}`]
  })
}

function resolve(file: string, specifier: string, typeOnly: boolean): Import {
  if (specifier.startsWith('.')) {
    return { kind: 'file', target: posix.join(posix.dirname(file), specifier), typeOnly }
  }
  const [first = '', second = ''] = specifier.split('/')
  return { kind: 'package', target: first.startsWith('@') ? `${first}/${second}` : first, typeOnly }
}

function developmentPackages(root: string): Set<string> {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', Record<string, string> | undefined>
  return new Set(Object.keys(devDependencies).filter((name) => !(name in dependencies)))
}

function main(): void {
  const { lines, files } = brokenBorders(process.cwd())
  for (const line of lines) console.error(line)
  console.log(`import rules: ${files} files, ${lines.length} forbidden imports`)
  if (lines.length > 0) process.exitCode = 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main()
