import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { usageError } from './cli-error.ts'

/** What a YAML or JSON file says; `holds` says what it should, for who is told that it cannot be read. */
export async function readDocument(path: string, holds: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw usageError(`${path} cannot be read.`, `Name a YAML or JSON file with ${holds}.`)
  })
  try {
    return parse(text)
  } catch {
    return null
  }
}
