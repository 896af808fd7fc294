import { parseSync } from '@swc/core'

export interface ImportStatement {
  readonly specifier: string
  /** It vanishes when the program runs. `import { type A }` does not: it still loads the module. */
  readonly typeOnly: boolean
}

/**
 * Every import of a TypeScript file, also `export … from`, `import()` and `import('…').Type`. The tree is walked without
 * knowing its kinds of nodes, so that syntax which is newer than this file cannot hide an import in it.
 */
export function importsOf(text: string, file: string): ImportStatement[] {
  const found: ImportStatement[] = []
  visit(parseSync(text, { syntax: 'typescript', tsx: file.endsWith('x') }), found)
  return found
}

type Node = Readonly<Record<string, unknown>>

function visit(node: unknown, found: ImportStatement[]): void {
  if (typeof node !== 'object' || node === null) return
  const statement = read(node as Node)
  if (statement !== undefined) found.push(statement)
  for (const child of Object.values(node)) visit(child, found)
}

function read(node: Node): ImportStatement | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return statement(node.source, node.typeOnly === true)
    case 'TsImportType':
      return statement(node.argument, true)
    case 'CallExpression':
      return isImport(node.callee) ? statement(firstArgument(node.arguments), false) : undefined
    default:
      return undefined
  }
}

function statement(source: unknown, typeOnly: boolean): ImportStatement | undefined {
  const { value } = (source ?? {}) as Node
  return typeof value === 'string' ? { specifier: value, typeOnly } : undefined
}

const isImport = (callee: unknown): boolean => (callee as Node | null)?.type === 'Import'

const firstArgument = (list: unknown): unknown => (Array.isArray(list) ? list[0]?.expression : undefined)
