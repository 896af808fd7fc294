import { NameTaken, OrganizationTaken, WorkspaceTaken } from '../db/integrations/taken.ts'
import { ApiProblem } from './problem.ts'

/** What is taken by another integration, as a conflict that points at the field. */
export async function refuseTaken<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    const pointer = pointerOf(error)
    if (pointer === null) throw error
    const { message } = error as Error
    throw new ApiProblem('conflict', message, { errors: [{ pointer, detail: 'is taken' }] })
  }
}

function pointerOf(error: unknown): string | null {
  if (error instanceof NameTaken) return '/display_name'
  if (error instanceof WorkspaceTaken) return '/workspace_id'
  if (error instanceof OrganizationTaken) return '/organization_id'
  return null
}
