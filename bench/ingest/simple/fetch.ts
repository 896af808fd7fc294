import type { SimpleInput } from '../simple-process.ts'
import { openFeed } from './upstream.ts'

const LONG_AGO = '2000-01-01T00:00:00Z'
const FILES_A_LIST = 100

/** The floor of reading: every file listed, downloaded and checked, and its bytes thrown away. */
export async function fetchFiles(input: SimpleInput): Promise<void> {
  const { feed, upstream, pool } = openFeed(input)
  const logs = upstream.logs('chatgpt.logs.CONVERSATION_MESSAGE', 'workspace')
  let bytes = 0
  let after = LONG_AGO
  for (;;) {
    const page = await logs.list({ eventType: 'CONVERSATION_MESSAGE', after, limit: FILES_A_LIST })
    for (const file of page.files) bytes += (await logs.download(file)).length
    if (!page.hasMore || page.lastEndTime === null) break
    after = page.lastEndTime
  }
  const expected = feed.files.reduce((sum, file) => sum + file.bytes, 0)
  if (bytes !== expected) throw new Error(`Fetched ${bytes} bytes of ${expected}.`)
  await pool.close()
}
