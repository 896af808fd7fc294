import { z } from 'zod'
import { Document } from '../src/cli/as-code/document.ts'
import { generated } from './generated-file.ts'

/** For editors, which complete and check a document by it while it is written. */
const FILE = 'docs/reference/as-code.schema.generated.json'

export function asCodeSchema(isCheck: boolean): boolean {
  const schema = { title: 'What casbah apply takes', ...z.toJSONSchema(Document, { io: 'input' }) }
  return generated(FILE, `${JSON.stringify(schema, null, 2)}\n`, isCheck)
}
