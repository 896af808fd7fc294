import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TestContext } from 'vitest'

/** OpenAI's own descriptions, where they are at hand beside the repository. They are never part of it. */
const FOLDER = fileURLToPath(new URL('../../../shared/openai/specs/', import.meta.url))

export const SPEC_FILES = {
  platform: `${FOLDER}platform-admin.openapi.json`,
  compliance: `${FOLDER}compliance-2.5.3.openapi.json`,
} as const
export type SpecName = keyof typeof SPEC_FILES

export const specsAreHere = Object.values(SPEC_FILES).every((file) => existsSync(file))

/** For `beforeEach`: every test of the file is skipped, with the reason, where the descriptions are absent. */
export function skipWithoutSpecs(context: TestContext): void {
  if (!specsAreHere) context.skip("needs OpenAI's published descriptions in ../shared/openai/specs")
}

export type Node = Readonly<Record<string, unknown>>

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function readSpec(name: SpecName): Node {
  const document: unknown = JSON.parse(readFileSync(SPEC_FILES[name], 'utf8'))
  if (!isNode(document)) throw new Error(`${SPEC_FILES[name]} holds no object`)
  return document
}

/** What stands at a path of keys, references followed; undefined where nothing does. */
export function at(document: Node, start: unknown, ...path: readonly string[]): unknown {
  let current = resolved(document, start)
  for (const step of path) {
    if (!isNode(current)) return undefined
    current = resolved(document, current[step])
  }
  return current
}

function resolved(document: Node, value: unknown): unknown {
  if (!isNode(value) || typeof value.$ref !== 'string') return value
  const steps = value.$ref.replace(/^#\//, '').split('/')
  return at(document, document, ...steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')))
}
