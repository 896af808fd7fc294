import { readFileSync, writeFileSync } from 'node:fs'
import { readmeSections, withSections } from './readme-sections.ts'

const README = new URL('../README.md', import.meta.url)

const text = readFileSync(README, 'utf8')
const fresh = withSections(text, readmeSections())
if (fresh === text) console.log('README.md is what the code says.')
else if (process.argv.includes('--check')) {
  console.error('README.md is older than the code. Write it again: npm run docs')
  process.exitCode = 1
} else {
  writeFileSync(README, fresh)
  console.log('README.md written.')
}
