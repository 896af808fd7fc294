import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { ICruiseResult, IViolation } from 'dependency-cruiser'
import { cruise } from 'dependency-cruiser'
import { FORBIDDEN } from './import-rules.ts'

/** Broken borders of the tree under `baseDir` (which holds `src`), one line each: who, whom, which rule, why. */
export async function brokenBorders(baseDir: string): Promise<{ lines: string[]; files: number }> {
  const { output } = await cruise(['src'], {
    baseDir,
    // TypeScript 7 has no parser to lend; swc's tells type-only imports apart as well.
    parser: 'swc',
    validate: true,
    ruleSet: { forbidden: FORBIDDEN },
    doNotFollow: { path: 'node_modules' },
    detectProcessBuiltinModuleCalls: true,
  })
  const { summary, modules } = output as ICruiseResult
  const files = modules.filter((module) => module.source.startsWith('src/')).length
  return { lines: summary.violations.map(describe), files }
}

function describe({ from, to, rule, comment }: IViolation): string {
  return `${from} imports ${to}\n    rule "${rule.name}": ${comment ?? 'see scripts/import-rules.ts'}`
}

async function main(): Promise<void> {
  if (!existsSync('src')) throw new Error('There is no src here: run this from the root of the project.')
  const { lines, files } = await brokenBorders(process.cwd())
  for (const line of lines) console.error(line)
  console.log(`import rules: ${files} files, ${lines.length} forbidden imports`)
  if (lines.length > 0) process.exitCode = 1
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
