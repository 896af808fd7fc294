import { z } from 'zod'
import { ASSET_SCHEMAS } from '../../model/schema/assets.ts'
import type { CustomKind } from './kinds.ts'
import { CUSTOM_PARTS } from './kinds.ts'

/** An attribute that an expression may name. The schemas of assets are the only source: what they drop is not offered. */
export interface Attribute {
  readonly name: string
  /** `any`: upstream sends what it likes there. */
  readonly type: 'text' | 'int' | 'bool' | 'list' | 'object' | 'any'
  /** Of an object, or of a list's entries. */
  readonly attributes: readonly Attribute[]
}

interface JsonSchemaNode {
  readonly type?: string | readonly string[]
  readonly anyOf?: readonly JsonSchemaNode[]
  readonly properties?: Readonly<Record<string, JsonSchemaNode>>
  readonly items?: JsonSchemaNode
}

const known = new Map<CustomKind, readonly Attribute[]>()

export function attributesOf(kind: CustomKind): readonly Attribute[] {
  const before = known.get(kind)
  if (before !== undefined) return before
  const part = kind in CUSTOM_PARTS ? CUSTOM_PARTS[kind as keyof typeof CUSTOM_PARTS] : null
  const own = ofSchema(ASSET_SCHEMAS[kind])
  const attributes: readonly Attribute[] =
    part === null
      ? own
      : [...own, { name: part.name, type: 'object', attributes: ofSchema(ASSET_SCHEMAS[part.kind]) }]
  known.set(kind, attributes)
  return attributes
}

function ofSchema(schema: z.ZodType): readonly Attribute[] {
  const json = z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as JsonSchemaNode
  return ofNode(json)
}

const ofNode = ({ properties = {} }: JsonSchemaNode): readonly Attribute[] =>
  Object.entries(properties).map(([name, node]) => ofProperty(name, node))

function ofProperty(name: string, given: JsonSchemaNode): Attribute {
  const node = given.anyOf?.find(({ type }) => type !== 'null') ?? given
  const [type] = [node.type ?? []].flat().filter((one) => one !== 'null')
  switch (type) {
    case 'number':
    case 'integer':
      return { name, type: 'int', attributes: [] }
    case 'boolean':
      return { name, type: 'bool', attributes: [] }
    case 'array':
      return { name, type: 'list', attributes: ofNode(node.items ?? {}) }
    case 'object':
      return { name, type: 'object', attributes: ofNode(node) }
    default:
      return { name, type: 'text', attributes: [] }
  }
}
