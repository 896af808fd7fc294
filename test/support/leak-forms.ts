/** What is searched for: bytes that are known, or anything that a pattern describes. */
export interface Needle {
  /** Shown in reports, in place of the value. */
  readonly name: string
  readonly value?: string | Uint8Array
  /** Without the flags `g` and `y`; matched against bytes read as Latin-1. */
  readonly pattern?: RegExp
}

const ALIGNMENTS = [0, 1, 2] as const
const BITS_A_BYTE = 8
const BITS_A_CHARACTER = 6

/** A needle in every way of writing it down that needs no unpacking. */
export function formsOf({ value }: Needle): readonly (readonly [form: string, pattern: Buffer])[] {
  if (value === undefined) return []
  const bytes = Buffer.from(value as Uint8Array)
  const forms = [
    ...(typeof value === 'string' ? textForms(value) : [['raw', bytes] as const]),
    ...byteForms(bytes),
  ]
  const distinct = new Map<string, readonly [string, Buffer]>()
  for (const form of forms) {
    const key = form[1].toString('latin1')
    if (!distinct.has(key)) distinct.set(key, form)
  }
  return [...distinct.values()]
}

function textForms(text: string): (readonly [string, Buffer])[] {
  const json = JSON.stringify(text).slice(1, -1)
  return [
    ['raw', Buffer.from(text)],
    ['json', Buffer.from(json)],
    ['json', Buffer.from(json.replaceAll('/', '\\/'))],
    ['json', Buffer.from(ascii(json))],
    ['json', Buffer.from(JSON.stringify(json).slice(1, -1))],
    ['json', Buffer.from(unicodeEscapes(text))],
    ['percent', Buffer.from(encodeURIComponent(text))],
    ['utf16', Buffer.from(text, 'utf16le')],
  ]
}

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
/** As serializers write that trust nobody with more than ASCII. */
const ascii = (json: string): string => json.replaceAll(/[\u007f-\uffff]/g, escaped)
const unicodeEscapes = (text: string): string => text.split('').map(escaped).join('')

function byteForms(bytes: Buffer): (readonly [string, Buffer])[] {
  const hex = bytes.toString('hex')
  const base64 = ALIGNMENTS.map((alignment) => base64Within(bytes, alignment))
  return [
    ['hex', Buffer.from(hex)],
    ['hex', Buffer.from(hex.toUpperCase())],
    ...base64.map((text) => ['base64', Buffer.from(text)] as const),
    ...base64.map((text) => ['base64', Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_'))] as const),
  ]
}

/** The characters that stand for these bytes alone, if so many other bytes come before: the ends are shared. */
function base64Within(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replaceAll('=', '')
  const first = Math.ceil((before * BITS_A_BYTE) / BITS_A_CHARACTER)
  const last = Math.floor(((before + bytes.length) * BITS_A_BYTE) / BITS_A_CHARACTER)
  return text.slice(first, last)
}
