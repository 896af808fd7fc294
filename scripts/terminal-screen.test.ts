import { expect, test } from 'vitest'
import { plainText, showOnTerminal } from './terminal-screen.ts'
import { drawTerminal } from './terminal-svg.ts'

const COLUMNS = 20
const esc = (rest: string): string => `${String.fromCharCode(0x1b)}[${rest}`

test('what is drawn over is gone, and what is cleared below is gone', () => {
  const written = `first\r\none\r\ntwo\r\n${esc('2A')}\r${esc('J')}last\r\n`
  expect(plainText(showOnTerminal(written, COLUMNS))).toBe('first\nlast')
})

test('a line that is too long goes on in the next one, and counts as two', () => {
  const long = 'x'.repeat(COLUMNS + 3)
  const written = `${long}\r\n${esc('2A')}\r${esc('J')}gone`
  expect(plainText(showOnTerminal(long, COLUMNS))).toBe(`${'x'.repeat(COLUMNS)}\nxxx`)
  expect(plainText(showOnTerminal(written, COLUMNS))).toBe('gone')
})

test('styles begin and end where they were sent', () => {
  const [line = []] = showOnTerminal(`a ${esc('32m')}b${esc('39m')}${esc('1m')}c${esc('22m')} d  `, COLUMNS)
  expect(line.map(({ column, text }) => [column, text])).toEqual([
    [0, 'a '],
    [2, 'b'],
    [3, 'c'],
    [4, ' d'],
  ])
  expect(line[1]?.style.colour).toBe(32)
  expect(line[2]?.style).toEqual({ bold: true, dim: false, colour: null })
})

test('what it cannot show it refuses, instead of a picture that lies', () => {
  expect(() => showOnTerminal(esc('5C'), COLUMNS)).toThrow('ESC[5C')
  expect(() => showOnTerminal(esc('48m'), COLUMNS)).toThrow('style 48')
})

test('the picture holds the text as text, and nothing that could run or load', () => {
  const svg = drawTerminal(showOnTerminal(`${esc('31m')}<b> & c${esc('39m')}`, COLUMNS), COLUMNS, 'A & B')
  expect(svg).toContain('&lt;b&gt;\u00a0&amp;\u00a0c')
  expect(svg).toContain('<title>A &amp; B</title>')
  expect(svg).not.toMatch(/script|href|url\(/)
})
