import { Agent, request } from 'node:http'

/** Asks an address over and over, as browsers and programs do: by connections that stay open. */

export interface Answers {
  /** Milliseconds of each, in the order in which they came. */
  readonly millis: readonly number[]
  readonly bytes: number
}

export async function askInTurn(url: string, headers: Headers, times: number): Promise<Answers> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const millis: number[] = []
  let bytes = 0
  for (let time = 0; time < times; time += 1) {
    const began = performance.now()
    bytes += await ask(agent, url, headers)
    millis.push(performance.now() - began)
  }
  agent.destroy()
  return { millis, bytes }
}

/** Requests a second that so many at once get answered. */
export async function askTogether(
  url: string,
  headers: Headers,
  atOnce: number,
  forMs: number,
): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  const began = performance.now()
  let answered = 0
  const one = async (): Promise<void> => {
    while (performance.now() - began < forMs) {
      await ask(agent, url, headers)
      answered += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  const seconds = (performance.now() - began) / 1_000
  agent.destroy()
  return answered / seconds
}

type Headers = Readonly<Record<string, string>>

const ask = (agent: Agent, url: string, headers: Headers): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers }, (answer) => {
      let bytes = 0
      answer.on('data', (piece: Buffer) => {
        bytes += piece.length
      })
      answer.on('error', reject)
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(bytes)
        else reject(new Error(`${url} answered ${answer.statusCode}`))
      })
    })
    sent.on('error', reject)
    sent.end()
  })
