import { readFile } from 'node:fs/promises'
import { parse, YAMLParseError } from 'yaml'
import { usageError } from './cli-error.ts'

/** What a YAML or JSON file says; `holds` says what it should, for who is told that it cannot be read. */
export async function readDocument(path: string, holds: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw usageError(`${path} cannot be read.`, `Name a YAML or JSON file with ${holds}.`)
  })
  try {
    return parse(text)
  } catch (error) {
    const why = error instanceof YAMLParseError ? (error.message.split('\n')[0] ?? '') : 'it cannot be parsed'
    throw usageError(`${path} is neither YAML nor JSON: ${why.replace(/:$/, '')}.`, `It holds ${holds}.`)
  }
}
