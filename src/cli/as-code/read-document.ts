import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Node } from 'yaml'
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { CliError, usageError } from '../cli-error.ts'
import { EXIT } from '../exit-codes.ts'
import { Document } from './document.ts'

/** Reads a document, or says in which line what is wrong. No value of it is quoted: what was put there may be a secret. */

const HOLDS = 'Name a YAML or JSON file as docs/how-to/as-code.md has it.'

export async function readCode(path: string): Promise<Document> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw usageError(`${path} cannot be read.`, HOLDS)
  })
  const document = parseCode(text, path)
  const { destinations } = document
  const fromHere = (file: string | undefined) => file && resolve(dirname(path), file)
  return {
    ...document,
    ...(destinations && {
      destinations: destinations.map((one) => ({ ...one, secret_to_file: fromHere(one.secret_to_file) })),
    }),
  }
}

export function parseCode(text: string, path: string): Document {
  const lines = new LineCounter()
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [broken] = yaml.errors
  if (broken !== undefined) {
    const { line } = lines.linePos(broken.pos[0])
    throw refused(path, [`line ${line}: ${broken.code.toLowerCase().replaceAll('_', ' ')}`])
  }
  const read = Document.safeParse(yaml.toJS())
  if (read.success) return read.data
  const lineOf = (place: readonly PropertyKey[], name?: string): number => {
    const offset = offsetOf(yaml.contents, place, name)
    return lines.linePos(offset).line
  }
  throw refused(
    path,
    read.error.issues.flatMap((issue) => saidOf(issue, lineOf)),
  )
}

/** Problems at most that are told at once. */
const MOST_TOLD = 10

function refused(path: string, problems: readonly string[]): CliError {
  const more = problems.length - MOST_TOLD
  const told = [...problems.slice(0, MOST_TOLD), ...(more > 0 ? [`and ${more} more`] : [])]
  return new CliError(`${path} is not as it should be.`, {
    why: told.join(' · '),
    next: 'docs/how-to/as-code.md says what a document holds; docs/reference/as-code.schema.generated.json is for editors.',
    exitCode: EXIT.usage,
  })
}

type LineOf = (place: readonly PropertyKey[], name?: string) => number

function saidOf(issue: z.core.$ZodIssue, lineOf: LineOf): string[] {
  const place = issue.path.map(String).join('.')
  const at = place === '' ? '' : `${place} `
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map(
      (name) => `line ${lineOf(issue.path, name)}: ${at}has "${name}", which is not known here`,
    )
  }
  if (issue.code === 'invalid_union' && place.endsWith('url')) {
    return [`line ${lineOf(issue.path)}: ${at}must be a text, or say either from_env or from_file`]
  }
  const message = issue.message.replace(/^Invalid (input|option): /, '')
  return [`line ${lineOf(issue.path)}: ${at}${message}`]
}

/** Where a part stands; of one that is missing, the part that lacks it. */
function offsetOf(root: unknown, place: readonly PropertyKey[], name?: string): number {
  let node = root
  for (const step of place) {
    const next = childOf(node, step)
    if (next === undefined) break
    node = next
  }
  const known = name === undefined ? undefined : keyOf(node, name)
  return (known ?? (isNode(node) ? node : undefined))?.range?.[0] ?? 0
}

const childOf = (node: unknown, step: PropertyKey): unknown =>
  (node as { get?(key: unknown, keepScalar: boolean): unknown } | null)?.get?.(step, true)

function keyOf(node: unknown, name: string): Node | undefined {
  if (!isMap(node)) return undefined
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === name)
  return isNode(pair?.key) ? pair.key : undefined
}
