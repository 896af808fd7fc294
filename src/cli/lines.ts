/**
 * Lines of UTF-8 bytes as they come, without their ends. A line that is longer than `most` bytes comes as null: what is read
 * is not ours, and one line without an end must not fill the memory.
 */
export async function* linesOf(
  pieces: AsyncIterable<Uint8Array>,
  most: number = Number.POSITIVE_INFINITY,
): AsyncGenerator<string | null> {
  let parts: Uint8Array[] = []
  let length = 0
  const add = (part: Uint8Array): void => {
    length += part.length
    if (length <= most) parts.push(part)
    else parts = []
  }
  const take = (): string | null => {
    const line = length > most ? null : textOf(parts)
    parts = []
    length = 0
    return line
  }
  for await (const piece of pieces) {
    let from = 0
    for (let at = piece.indexOf(LINE_FEED); at >= 0; at = piece.indexOf(LINE_FEED, from)) {
      add(piece.subarray(from, at))
      yield take()
      from = at + 1
    }
    add(piece.subarray(from))
  }
  if (length > 0) yield take()
}

const LINE_FEED = 0x0a

const textOf = (parts: readonly Uint8Array[]): string =>
  Buffer.concat(parts).toString('utf8').replace(/\r$/, '')
