import { readFileSync, writeFileSync } from 'node:fs'
import { apiDescription } from './api-description.ts'
import { asCodeSchema } from './as-code-schema.ts'
import { clientTypes } from './client-types.ts'
import { customRulesSections } from './custom-rules-sections.ts'
import { withSections } from './markdown.ts'
import { permissionsSections } from './permissions-sections.ts'
import { privacySections } from './privacy-sections.ts'
import { problemsSections } from './problems-sections.ts'
import { readmeSections } from './readme-sections.ts'
import { rulesSections } from './rules-sections.ts'
import { upstreamSections } from './upstream-sections.ts'

// The documents with tables that are made from the code. `--check` writes nothing and fails where one is older.

type Sections = Readonly<Record<string, string>>

const DOCUMENTS: Readonly<Record<string, () => Sections | Promise<Sections>>> = {
  'README.md': readmeSections,
  'docs/reference/upstream.md': upstreamSections,
  'docs/reference/privacy.md': privacySections,
  'docs/reference/permissions.md': permissionsSections,
  'docs/reference/problems.md': problemsSections,
  'docs/reference/rules.md': rulesSections,
  'docs/reference/custom-rules.md': customRulesSections,
}

const isCheck = process.argv.includes('--check')

for (const [file, sections] of Object.entries(DOCUMENTS)) {
  const place = new URL(`../${file}`, import.meta.url)
  const text = readFileSync(place, 'utf8')
  const fresh = withSections(file, text, await sections())
  if (fresh === text) console.log(`${file} is what the code says.`)
  else if (isCheck) {
    console.error(`${file} is older than the code. Write it again: npm run docs`)
    process.exitCode = 1
  } else {
    writeFileSync(place, fresh)
    console.log(`${file} written.`)
  }
}

if (!(await apiDescription(isCheck))) process.exitCode = 1
if (!asCodeSchema(isCheck)) process.exitCode = 1
if (!(await clientTypes(isCheck))) process.exitCode = 1
