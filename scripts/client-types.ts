import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { PROBLEMS } from '../src/api/problems.ts'
import { generated } from './generated-file.ts'

/** The types of the client that others install: of each path, and of each problem. */
const FILE = 'clients/typescript/src/schema.generated.ts'
const DESCRIPTION = 'docs/reference/openapi.generated.json'

/**
 * TypeScript 7 has no compiler API in JavaScript, which the generator builds its text with; this is the last one that has, in a
 * package that brings no `tsc` of its own, which would stand in the way of ours.
 */
const COMPILER_API = '@ts-morph/common/dist/typescript.js'

/** Writes the types from the description as it is on disk, or with `isCheck` says whether they are as written. */
export async function clientTypes(isCheck: boolean): Promise<boolean> {
  const description = JSON.parse(readFileSync(new URL(`../${DESCRIPTION}`, import.meta.url), 'utf8'))
  return generated(FILE, await typesOf(description), isCheck)
}

async function typesOf(description: Record<string, unknown>): Promise<string> {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier === 'typescript' ? COMPILER_API : specifier, context),
  })
  try {
    const { default: openapiTypes, astToString } = await import('openapi-typescript')
    // What has a default may be left out of a request, and most of our defaults are of requests.
    const types = await openapiTypes(description as never, { defaultNonNullable: false })
    const slugs = Object.keys(PROBLEMS).map((slug) => `    | '${slug}'`)
    return [
      '// Written by `npm run docs` from the description of the API. Do not edit.\n',
      '/** What the API refuses with: the last part of the type of a problem. */',
      `export type ProblemSlug =\n${slugs.join('\n')};\n`,
      astToString(types),
    ].join('\n')
  } finally {
    hooks.deregister()
  }
}
