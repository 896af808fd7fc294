/**
 * Looks at the bytes of a CSV file before a parser makes anything of them: each separator becomes a cell, so that
 * megabytes of commas would become millions of empty ones, which count for nothing where a parser bounds characters.
 */

/** Cells of one record. A personnel system's widest export has some hundreds. */
const CELLS_AT_MOST = 1_000
/** Bytes of a record outside of quotes; a row of people has hundreds. What stands in quotes is bounded by the parser. */
const LINE_BYTES_AT_MOST = 64 * 1024

const QUOTE = 0x22
const LINE_FEED = 0x0a
const CARRIAGE_RETURN = 0x0d

export interface TooMuch {
  /** Of the file, from 1: where the record had become too much. */
  readonly line: number
  readonly detail: string
}

export class LineGuard {
  readonly #separator: number
  #isQuoted = false
  #cells = 1
  #bytes = 0
  #line = 1
  #last = 0

  /** @param separator one ASCII character, so that no part of another character in UTF-8 is taken for it. */
  constructor(separator: string) {
    this.#separator = separator.charCodeAt(0)
  }

  /** Takes the next bytes; what is wrong with them, or null. */
  check(bytes: Uint8Array): TooMuch | null {
    for (const byte of bytes) {
      const isLineEnd = byte === LINE_FEED || byte === CARRIAGE_RETURN
      // Windows ends a line with both.
      if (isLineEnd && !(byte === LINE_FEED && this.#last === CARRIAGE_RETURN)) this.#line += 1
      this.#last = byte
      // A quote within quotes is written twice: out and in again.
      if (byte === QUOTE) this.#isQuoted = !this.#isQuoted
      if (this.#isQuoted) continue
      if (isLineEnd) {
        this.#cells = 1
        this.#bytes = 0
        continue
      }
      this.#bytes += 1
      if (byte === this.#separator) this.#cells += 1
      if (this.#cells > CELLS_AT_MOST) return this.#tooMuch(`more than ${CELLS_AT_MOST} cells`)
      if (this.#bytes > LINE_BYTES_AT_MOST) return this.#tooMuch(`more than ${LINE_BYTES_AT_MOST} bytes`)
    }
    return null
  }

  #tooMuch(detail: string): TooMuch {
    return { line: this.#line, detail }
  }
}
