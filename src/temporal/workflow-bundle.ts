import { fileURLToPath } from 'node:url'
import type { Logger, WorkflowBundleWithSourceMap } from '@temporalio/worker'
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker'

const WORKFLOWS = fileURLToPath(new URL('../workflows/index.ts', import.meta.url))
const FAILURE_CONVERTER = fileURLToPath(new URL('./failure-converter.ts', import.meta.url))

/**
 * The workflows as one script, made once a process and given to all of its workers. The source map
 * stays, since stack traces need it; the sources in it do not, and would double the bundle.
 */
export function bundleWorkflows(
  logger: Logger = new DefaultLogger('WARN'),
): Promise<WorkflowBundleWithSourceMap> {
  return bundleWorkflowCode({
    workflowsPath: WORKFLOWS,
    failureConverterPath: FAILURE_CONVERTER,
    logger,
    webpackConfigHook: (config) => ({ ...config, devtool: 'inline-nosources-source-map' }),
  })
}
