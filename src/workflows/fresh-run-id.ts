import { uuid4 } from '@temporalio/workflow'
import type { RunId } from '../model/core/ids.ts'
import { asRunId } from '../model/core/ids.ts'
import { uuidV7 } from './uuid-v7.ts'

/** An id for a run that nobody outside asked for; deterministic, as replay needs it. */
export const freshRunId = (): RunId => asRunId(uuidV7(Date.now(), uuid4()))
