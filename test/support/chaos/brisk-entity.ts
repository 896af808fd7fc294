import type { IntegrationDetail } from '../../../src/cli/run-view.ts'
import { createIntegration } from '../../../src/db/integrations/create-integration.ts'
import type { EntityOptions } from '../entity.ts'
import { startEntity } from '../entity.ts'
import { newIntegration } from '../house.ts'
import { putOffTicks } from '../put-off-ticks.ts'
import type { Stack } from '../stack.ts'
import { eventually } from '../temporal.ts'

/**
 * Adds the stack's tenant with an entity whose timings are the test's own, which the API does not offer: there, a
 * dead worker is missed after a time that suits production.
 */
export async function integrateBriskly(stack: Stack, options: EntityOptions = {}) {
  const { id } = await createIntegration(
    stack.database.drizzle,
    stack.master,
    newIntegration(stack.simulator, { ownDomains: stack.simulator.ownDomains }),
  )
  const { handle } = await startEntity(stack.temporal, { ...options, integrationId: id })
  await eventually('the connection is tested', async () => {
    const { phase } = await stack.api.get<IntegrationDetail>(`/api/v1/integrations/${id}`)
    if (phase !== 'idle') throw new Error(`the phase is ${phase}`)
  })
  await putOffTicks(stack.temporal, id)
  return { id, handle }
}
