import { ASSET_KIND_LABEL } from '../src/model/core/assets.ts'
import type { Attribute } from '../src/rules/custom/attributes.ts'
import { attributesOf } from '../src/rules/custom/attributes.ts'
import { CUSTOM_KIND_NAMES } from '../src/rules/custom/kinds.ts'
import { code, table } from './markdown.ts'

/** The part of docs/reference/custom-rules.md that is made from the schemas of assets. */
export const customRulesSections = (): Readonly<Record<string, string>> => ({
  attributes: CUSTOM_KIND_NAMES.map((kind) =>
    [
      `## ${code(kind)}`,
      `${ASSET_KIND_LABEL[kind]}.`,
      table(['attribute', 'type'], rowsOf('asset', attributesOf(kind))),
    ].join('\n\n'),
  ).join('\n\n'),
})

function rowsOf(path: string, attributes: readonly Attribute[]): string[][] {
  return attributes.flatMap(({ name, type, attributes: inner }) => {
    const own = `${path}.${name}`
    return [[code(own), type], ...rowsOf(type === 'list' ? `${own}[…]` : own, inner)]
  })
}
