import type { SchemaFormat } from '../../model/core/action-words.ts'
import type { AnyObject } from './json-objects.ts'
import { isObject } from './json-objects.ts'
import { JSON_BYTES, YAML_BYTES } from './limits.ts'
import type { ParsedText } from './read-yaml.ts'
import { readYaml } from './read-yaml.ts'

export type ReadDocument =
  | { readonly problem: 'too_large' | 'not_parsed' }
  | { readonly problem: null; readonly document: AnyObject; readonly format: SchemaFormat }

/** Reads an action's OpenAPI text, JSON or YAML, whichever it is. Never throws and never asks anybody for anything. */
export function readDocument(raw: string): ReadDocument {
  const parsed = parse(raw)
  if (parsed.state !== 'parsed') return { problem: parsed.state }
  if (!isObject(parsed.value)) return { problem: 'not_parsed' }
  return { problem: null, document: parsed.value, format: formatOf(parsed.value) }
}

const isLarger = (text: string, bytes: number): boolean =>
  text.length > bytes || Buffer.byteLength(text, 'utf8') > bytes

function parse(raw: string): ParsedText {
  if (isLarger(raw, JSON_BYTES)) return { state: 'too_large' }
  const text = raw.replace(/^\uFEFF/, '')
  const json = parseJson(text)
  if (json.state === 'parsed') return json
  // JSON with a comment or a comma too many is YAML.
  return isLarger(text, YAML_BYTES) ? { state: 'too_large' } : readYaml(text)
}

function parseJson(text: string): ParsedText {
  try {
    return { state: 'parsed', value: JSON.parse(text) }
  } catch {
    return { state: 'not_parsed' }
  }
}

/** YAML makes a number of a version that stands without quotation marks. */
const versionOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : ''

function formatOf(document: AnyObject): SchemaFormat {
  const openapi = versionOf(document.openapi)
  if (/^3\.0(\.|$)/.test(openapi) || openapi === '3') return 'openapi_3_0'
  if (/^3\.1(\.|$)/.test(openapi)) return 'openapi_3_1'
  if (openapi === '' && /^2(\.|$)/.test(versionOf(document.swagger))) return 'swagger_2'
  return 'unknown'
}
