import { bodyLimit as honoBodyLimit } from 'hono/body-limit'
import { ApiProblem } from '../../problem.ts'

/** Bytes. The largest thing anybody sends is a rule's allow list. */
const MOST_BYTES = 64 * 1024

export function bodyLimit() {
  return honoBodyLimit({
    maxSize: MOST_BYTES,
    onError: () => {
      throw new ApiProblem('body-too-large', `A body may have ${MOST_BYTES} bytes.`)
    },
  })
}
