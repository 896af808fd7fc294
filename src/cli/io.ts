import { styleText } from 'node:util'

/** Where a command reads and writes. Data goes to `out`, everything said to a person goes to `err`. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>
  out(text: string): void
  err(text: string): void
  /** Data that is as it is, a piece of something long; resolves when there is room for the next. */
  write(bytes: Uint8Array): Promise<void>
  /** Whether a person looks at stdout, at stderr. */
  readonly outIsTerminal: boolean
  readonly errIsTerminal: boolean
  /** Columns of the terminal that shows stderr. */
  readonly columns: number
  paint(style: Style, text: string): string
}

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan' | 'magenta'

/** What `paint` adds: ESC [ … m. Captured, so that a text can be split into styles and what they style. */
export const STYLE = new RegExp(`(${String.fromCharCode(0x1b)}\\[[0-9;]*m)`)

/** Exactly the codes of `Style`: on and off of bold, dim and the colours. Nothing that conceals or paints a background. */
export const PAINTED = new RegExp(`^${String.fromCharCode(0x1b)}\\[(?:1|2|22|3[12356]|39)m$`)

/** Of a terminal that does not say how wide it is. */
const DEFAULT_COLUMNS = 100

/** Colour only for a person's eyes: on a terminal, and not where NO_COLOR (any value) or TERM=dumb forbids it. */
export function mayColour(env: Io['env'], isTerminal: boolean): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false
  return isTerminal && env.TERM !== 'dumb'
}

export function processIo(): Io {
  const errIsTerminal = process.stderr.isTTY === true
  const outIsTerminal = process.stdout.isTTY === true
  const colour = mayColour(process.env, errIsTerminal && outIsTerminal)
  return {
    env: process.env,
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    write: (bytes) =>
      new Promise((resolve, reject) => {
        process.stdout.write(bytes, (error) => (error ? reject(error) : resolve()))
      }),
    outIsTerminal,
    errIsTerminal,
    columns: process.stderr.columns ?? DEFAULT_COLUMNS,
    paint: (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text),
  }
}
