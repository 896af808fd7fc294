import { readFileSync } from 'node:fs'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { openDatabase } from '../../src/db/client.ts'

/**
 * The least that could answer the same: a Hono handler that runs the statement and writes its rows as JSON. No token, no
 * filter, no schema. Started as a process of its own with a file that says what to run.
 */
const { statement, parameters } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as {
  readonly statement: string
  readonly parameters: never[]
}
const { sql } = openDatabase(process.env.DATABASE_URL ?? '')
const app = new Hono()
app.get('/', async (context) =>
  context.json({ data: await sql.unsafe(statement, parameters, { prepare: true }) }),
)
const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
  process.send?.({ url: `http://127.0.0.1:${port}/` }),
)
process.on('disconnect', () => {
  server.close()
  void sql.end({ timeout: 1 })
})
