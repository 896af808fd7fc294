import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createApp } from '../src/api/app.ts'
import { describeApi } from '../src/api/openapi.ts'
import { makeApiDeps } from '../src/api/server.ts'
import { readSettings } from '../src/config.ts'
import { openDatabase } from '../src/db/client.ts'
import { openTemporal } from '../src/temporal/client.ts'
import { createShowingCodec } from '../src/temporal/codec.ts'
import { payloadKey } from '../src/temporal/payload-key.ts'
import { API_BREAKS } from './api-breaks.ts'
import { breakingChanges } from './api-changes.ts'

/** Checked in, so that a change to the API is seen where it is made, and others can make clients of it. */
const FILE = 'docs/reference/openapi.generated.json'

/** Nothing listens there, and nothing is asked: both servers are connected to when they are first needed. */
const NOWHERE = '127.0.0.1:1'

/** Writes the description, or with `isCheck` says whether it is as written. A change that breaks clients needs its reason. */
export async function apiDescription(isCheck: boolean): Promise<boolean> {
  const place = new URL(`../${FILE}`, import.meta.url)
  const written = readFileSync(place, 'utf8')
  const described = await describe()
  const text = `${JSON.stringify(described, null, 2)}\n`
  const breaks = breakingChanges(JSON.parse(written), described).filter((change) => !(change in API_BREAKS))
  if (breaks.length > 0) {
    const list = breaks.map((change) => `  ${change}\n`).join('')
    console.error(
      `${FILE}: clients of the API would break:\n${list}Keep what they lean on, or name it with a reason in scripts/api-breaks.ts.`,
    )
    return false
  }
  if (text === written) console.log(`${FILE} is what the code says.`)
  else if (isCheck) console.error(`${FILE} is older than the code. Write it again: npm run docs`)
  else {
    writeFileSync(place, text)
    console.log(`${FILE} written.`)
  }
  return text === written || !isCheck
}

export async function describe(): Promise<object> {
  const settings = readSettings({
    DATABASE_URL: `postgres://nobody@${NOWHERE}/none`,
    TEMPORAL_ADDRESS: NOWHERE,
    CASBAH_MASTER_KEY: randomBytes(32).toString('base64'),
  })
  const database = openDatabase(settings.DATABASE_URL)
  const temporal = openTemporal(settings)
  const say = () => undefined
  try {
    const services = {
      ...{ database, temporal: temporal.client, log: { info: say, warn: say, error: say } },
      codec: createShowingCodec(payloadKey(settings.CASBAH_MASTER_KEY)),
    }
    return JSON.parse(JSON.stringify(describeApi(createApp(makeApiDeps(settings, services)))))
  } finally {
    await temporal.close()
    await database.close()
  }
}
