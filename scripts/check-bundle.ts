import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundleWorkflows } from '../src/temporal/workflow-bundle.ts'

/**
 * Bytes, with the inline source map that stack traces need. The workflow SDK makes most of it; this
 * leaves room for our own workflows and none for a library: zod alone would more than double it.
 */
const BUNDLE_LIMIT = 1_800_000

const BYTES_PER_MB = 1_000_000

const workflowsPath = fileURLToPath(new URL('../src/workflows/index.ts', import.meta.url))

async function bundleSize(): Promise<number> {
  const { code } = await bundleWorkflows()
  return Buffer.byteLength(code)
}

const megabytes = (bytes: number): string => (bytes / BYTES_PER_MB).toFixed(2)

if (!existsSync(workflowsPath)) {
  console.error('workflow bundle: src/workflows/index.ts is not there')
  process.exitCode = 1
} else {
  const size = await bundleSize()
  console.log(`workflow bundle: ${megabytes(size)} MB of ${megabytes(BUNDLE_LIMIT)} MB allowed`)
  if (size > BUNDLE_LIMIT) {
    console.error(
      'The bundle is too large: find what src/workflows imports by value beyond the workflow SDK.',
    )
    process.exitCode = 1
  }
}
