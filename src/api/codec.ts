import type { Payload, PayloadCodec } from '@temporalio/common'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { z } from 'zod'

/**
 * The codec endpoint: Temporal's UI sends it what it cannot read and shows what comes back. Our payloads hold
 * ids and counts only, but a summary that nobody can read helps nobody at three in the morning.
 *
 * It decodes and never encodes: whoever could have it encrypt could write inputs that workers take for Casbah's own.
 * Embedded, it is a listener of its own on loopback, asks for no token and answers browsers on exactly one origin: the
 * UI's. In production it is part of the API, behind a bearer token that may see everything, so `tctl`-like tools can
 * use it and browsers cannot.
 */

/** Bytes. A page of a history in the UI, decoded in one request. */
export const MOST_CODEC_BYTES = 4 * 1024 * 1024
const MOST_PAYLOADS = 1_000
const PREFLIGHT_SECONDS = 600

const base64 = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')))

/** Payloads in proto3's JSON form: bytes are base64. Fields beyond these two are not ours to drop silently. */
const Body = z.object({
  payloads: z
    .array(
      z.object({
        metadata: z.record(z.string(), base64).nullish(),
        data: base64.nullish(),
      }),
    )
    .max(MOST_PAYLOADS),
})

export function codecRoutes(codec: PayloadCodec): Hono {
  const routes = new Hono()
  routes.use(bodyLimit({ maxSize: MOST_CODEC_BYTES }))
  routes.post('/decode', async (context) => {
    const payloads = await readPayloads(context.req.raw)
    if (payloads === null) return context.json(NOT_PAYLOADS, 400)
    try {
      return context.json({ payloads: (await codec.decode(payloads)).map(toJson) })
    } catch {
      return context.json({ message: 'These payloads were encrypted by another key, or altered.' }, 400)
    }
  })
  return routes
}

/** The embedded listener's app: decoding, and the one origin that a browser may call them from. */
export function createCodecApp(codec: PayloadCodec, uiOrigin: string): Hono {
  const app = new Hono()
  app.use(
    cors({
      origin: (origin) => (origin === uiOrigin ? origin : null),
      allowMethods: ['POST'],
      // Temporal's UI sends the namespace and, when asked to, credentials.
      allowHeaders: ['content-type', 'x-namespace', 'authorization'],
      credentials: true,
      maxAge: PREFLIGHT_SECONDS,
    }),
  )
  app.use(async function onlyTheUi(context, next) {
    const origin = context.req.header('Origin')
    // Without an Origin it is no browser but a program on this machine, of whichever user (SECURITY.md names it).
    if (origin !== undefined && origin !== uiOrigin) return context.json({ message: 'not this origin' }, 403)
    return next()
  })
  app.route('/', codecRoutes(codec))
  return app
}

const NOT_PAYLOADS = { message: 'The body must be {"payloads": [{"metadata": …, "data": base64}]}.' }

async function readPayloads(request: Request): Promise<Payload[] | null> {
  const body: unknown = await request.json().catch(() => null)
  const parsed = Body.safeParse(body)
  if (!parsed.success) return null
  return parsed.data.payloads.map(({ metadata, data }) => ({
    metadata: metadata ?? null,
    data: data ?? null,
  }))
}

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

function toJson({ metadata, data }: Payload) {
  const entries = Object.entries(metadata ?? {}).map(([name, bytes]) => [name, toBase64(bytes)] as const)
  return { metadata: Object.fromEntries(entries), data: toBase64(data ?? new Uint8Array()) }
}
