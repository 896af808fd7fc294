import { bodyLimit as honoBodyLimit } from 'hono/body-limit'
import { ApiProblem } from '../../problem.ts'

/** Bytes. The largest thing anybody sends to most routes is a rule's allow list. */
const MOST_BYTES = 64 * 1024

export function bodyLimit(maxSize = MOST_BYTES) {
  return honoBodyLimit({
    maxSize,
    onError: () => {
      throw new ApiProblem('body-too-large', `A body may have ${maxSize} bytes here.`)
    },
  })
}
