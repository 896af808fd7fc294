import { describe, expect, test } from 'vitest'
import { attributesOf } from './attributes.ts'
import { compileExpression } from './compile.ts'
import { EXPRESSION_AT_MOST } from './limits.ts'

const problemOf = (text: string) => {
  const compiled = compileExpression('chatgpt.gpt', text)
  return compiled.ok ? null : compiled.problem
}

test.each([
  'asset.visibility == "gpt-store"',
  'has(asset.configuration.tools) && asset.configuration.tools.exists(t, t.type == "browser")',
  'asset.configuration.tools.exists(t, has(t.methods) && t.methods.exists(m, m in ["post", "put"]))',
  'now - asset.created_at > days(90)',
  'asset.name.matches("(?i)^(test|demo)")',
  'size(asset.configuration.files) > 3 || asset.sharing.recipients_count >= 100',
  '!(asset.name.lowerAscii().startsWith("approved"))',
])('%s is an expression', (text) => {
  expect(problemOf(text)).toBeNull()
})

describe('what is wrong is said with its place', () => {
  test.each([
    ['asset.visibility ==', 1, 20, 'EOF'],
    ['asset.visibility == "x"\n  && asset.nam == "y"', 2, 12, 'nam'],
    ['user.name == "x"', 1, 1, 'user'],
    ['asset.name + "x"', 1, 1, 'true or false'],
    ['1 + 1', 1, 1, 'true or false'],
    ['asset.name.split(",").size() > 1', 1, 1, 'split'],
    ['timestamp(asset.created_at) == timestamp(0)', 1, 1, 'timestamp'],
    ['asset["name"] == "x"', 1, 1, 'dot'],
    ['asset.configuration.tools[size(asset.name)] == 1', 1, 1, 'index'],
    ['{"a": 1}.a == 1', 1, 2, 'maps are not offered'],
    ['asset.name.matches(asset.visibility)', 1, 20, 'written as a text'],
    ['asset.name.matches("(a")', 1, 20, 'RE2'],
    ['asset.name.matches("(?=a)a")', 1, 20, 'RE2'],
    ['', 1, 1, 'EOF'],
  ])('%s', (text, line, column, words) => {
    expect(problemOf(text)).toMatchObject({ line, column, detail: expect.stringContaining(words) })
  })
})

describe('what would be slow or huge is refused when it is written', () => {
  const nested = (depth: number): string =>
    depth === 0 ? 'true' : `asset.configuration.tools.all(t${depth}, ${nested(depth - 1)})`

  test('loops within loops within loops', () => {
    expect(problemOf(nested(2))).toBeNull()
    expect(problemOf(nested(3))).toMatchObject({ line: 1, detail: expect.stringContaining('2 deep') })
    const filtered = 'asset.configuration.tools.filter(t, true)'
    expect(problemOf(`${filtered}.exists(x, x.type == "a")`)).toBeNull()
    expect(problemOf(`${filtered}.filter(t, true).exists(x, true)`)?.detail).toContain('2 deep')
    expect(problemOf(`${filtered}.exists(x, x.methods.exists(m, true))`)?.detail).toContain('2 deep')
    expect(problemOf(`asset.configuration.tools.exists(x, ${filtered}.exists(t, true))`)?.detail).toContain(
      '2 deep',
    )
  })

  test('lists and texts that would grow with every round', () => {
    const ones = `[[${Array.from({ length: 100 }, () => '1').join(',')}]]`
    const bomb = `${ones}${'.map(x, x+x+x+x)'.repeat(20)}.exists(x, x.size() > 3)`
    expect(problemOf(bomb)).toMatchObject({ line: 1, detail: expect.stringContaining('`map`') })
    const grown = '["aa"].filter(x, (x + x + x).size() > 1).exists(x, true)'
    expect(problemOf(grown)?.detail).toContain('added to numbers alone')
    const parts = 'asset.configuration.tools.exists(t, asset.name.contains([t.type][0] + "x"))'
    expect(problemOf(parts)?.detail).toContain('added to numbers alone')
    expect(
      problemOf('asset.configuration.tools.exists(t, asset.name.contains(t.type + asset.name))')?.detail,
    ).toContain('added to numbers alone')
    expect(problemOf('size(asset.configuration.tools + [1]) > 3')?.detail).toContain('not joined')
    expect(problemOf('asset.configuration.tools.exists(asset, true)')?.detail).toContain('is taken')
    expect(
      problemOf('asset.configuration.tools.exists(t, t.operations + 1 > size(t.methods) + 2)'),
    ).toBeNull()
    expect(problemOf('asset.name + "/" + asset.visibility == "a/b"')).toBeNull()
  })

  test('what takes too many steps on any asset', () => {
    const hundred = `[${Array.from({ length: 90 }, () => '1').join(',')}]`
    const slow = Array.from({ length: 12 }, () => 'x + y > 1').join(' && ')
    expect(
      problemOf(`${hundred}.exists(x, ${hundred}.exists(y, ${slow.replaceAll('x + y', 'x * y')}))`)?.detail,
    ).toContain('too many steps')
  })

  test.each([
    ['(?:a{2}b){2}', 'holds no other'],
    ['((a{2})+){3}', 'holds no other'],
    ['[(]a{2}(b{2}[)]{2}c){2}', 'holds no other'],
    ['a{51}', 'at most 50'],
    ['a{2,51}', 'at most 50'],
    ['a{1,}b{0,60}', 'at most 50'],
    [`(?:${'a?'.repeat(90)}){1000}x`, 'at most 50'],
    [`(?:${'a?'.repeat(90)}){50}x`, 'written out'],
    ['(?:()()()()()()()()){45}', 'too many steps'],
    ['\\\\Qa{2}\\\\E', 'quoting'],
    [`(?i)${'[B-\u{1ffff}]'.repeat(30)}`, 'case'],
    [`(?s-m:x)(?im)[B-\u{1ffff}]`, 'case'],
    ['(?i)[!-[A-\\\\x{1ffff}]', 'case'],
  ])('the pattern %s', (pattern, words) => {
    const began = performance.now()
    expect(problemOf(`asset.name.matches("${pattern}")`)).toMatchObject({
      column: 20,
      detail: expect.stringContaining(words),
    })
    expect(performance.now() - began, 'milliseconds').toBeLessThan(100)
  })

  test.each([
    '^[a-z]{2,50}$',
    'a{2}b{3}',
    '(?i)^(test|demo){2}',
    '[{}]{2}',
    '[a{99}]{3}',
    '([(a]{2})(b{2})',
    'x{,3}{',
    '\\\\p{Greek}{3}\\\\x{41}',
    '[[:alpha:]]{2}(b)',
    '(?i)[a-z\u00c0-\u024f]+-\\\\pL',
    '[B-\u{1ffff}]',
  ])('the pattern %s is none of them', (pattern) => {
    expect(problemOf(`asset.name.matches("${pattern}")`)).toBeNull()
  })

  test.each([
    ['too long', `asset.name == "${'x'.repeat(EXPRESSION_AT_MOST)}"`, 'characters'],
    ['too many nodes', Array.from({ length: 200 }, () => 'true').join('||'), '300 parts'],
    ['too deep in brackets', `${'('.repeat(900)}true${')'.repeat(900)}`, '24 levels'],
    [
      'a long list',
      `asset.name in [${Array.from({ length: 101 }, (_, at) => at).join(',')}]`,
      'at most 100 entries',
    ],
    ['a long pattern', `asset.name.matches("${'a'.repeat(201)}")`, '200 characters'],
    ['repetitions of repetitions', 'asset.name.matches("((a{1000}){1000}){1000}")', 'at most 50'],
  ])('%s', (_, text, words) => {
    expect(problemOf(text)?.detail).toContain(words)
  })
})

test('text of instructions and other kinds’ attributes are not offered', () => {
  expect(problemOf('asset.configuration.instructions == ""')?.detail).toContain('instructions')
  expect(problemOf('asset.last_used_at == null')?.detail).toContain('last_used_at')
})

test('attributes are those of the schemas, with their types', () => {
  const typeOf = (name: string) => attributesOf('platform.user').find((one) => one.name === name)?.type
  expect([typeOf('role'), typeOf('enabled'), typeOf('added_at'), typeOf('user')]).toEqual([
    'text',
    'bool',
    'int',
    'object',
  ])
})
