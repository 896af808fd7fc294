import type { AddressInfo } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import { SMTPServer } from 'smtp-server'

export interface TakenMail {
  readonly from: string
  readonly to: readonly string[]
  readonly source: string
  readonly isSecure: boolean
  readonly user: string | null
}

/** A reply other than "taken": its number, as SMTP has it. */
const reply = (code: number): Error => Object.assign(new Error('Not this one'), { responseCode: code })

/** What a mail server is to us: it takes mail on loopback, and replies as it is told. */
export async function startMailServer(options: SMTPServerOptions) {
  const mails: TakenMail[] = []
  const state = {
    /** By recipient; 250 is taken. */
    recipient: (_address: string): number => 250,
    /** Of a whole mail. */
    mail: (_nth: number): number => 250,
  }
  let offered = 0
  const server = new SMTPServer({
    ...{ logger: false, disableReverseLookup: true, closeTimeout: 100, ...options },
    onAuth({ username, password }, _session, done) {
      if (username === 'casbah' && password === 'right') done(null, { user: username })
      else done(reply(535))
    },
    onRcptTo({ address }, _session, done) {
      const code = state.recipient(address)
      done(code === 250 ? null : reply(code))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        offered += 1
        const code = state.mail(offered)
        if (code !== 250) return done(reply(code))
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          ...{ source: String(Buffer.concat(chunks)), isSecure: session.secure },
          user: (session.user as string | undefined) ?? null,
        })
        return done()
      })
    },
  })
  server.on('error', () => undefined)
  const listener = server.listen(0, '127.0.0.1')
  await new Promise((resolve) => listener.once('listening', resolve))
  return {
    mails,
    state,
    port: (listener.address() as AddressInfo).port,
    reset() {
      mails.length = 0
      offered = 0
      state.recipient = () => 250
      state.mail = () => 250
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
