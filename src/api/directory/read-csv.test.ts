import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ApiProblem } from '../problem.ts'
import { readDirectoryCsv } from './read-csv.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const read = (text: string) => readDirectoryCsv(new TextEncoder().encode(text), NOW)
const rowsOf = async (text: string) => (await read(text)).rows
const faultsOf = async (text: string) => (await read(text)).faults.map(({ detail }) => detail)

test('a whole file, with what each column becomes', async () => {
  const text = `Employee ID,Work Email,Employment_Status,Manager,Department,Termination Date,Shoe size
7,Ada@Example.com,Active,grace@example.com,"R&D, Ops",,38
8,bob@example.com,terminated,Grace Hopper,,2026-11-01,44
`
  expect(await read(text)).toEqual({
    rows: [
      {
        externalId: '7',
        hasId: true,
        email: 'Ada@Example.com',
        status: 'active',
        managerEmail: 'grace@example.com',
        department: 'R&D, Ops',
        leftAt: null,
      },
      {
        externalId: '8',
        hasId: true,
        email: 'bob@example.com',
        status: 'left',
        managerEmail: null,
        department: null,
        leftAt: '2026-11-01T00:00:00.000Z',
      },
    ],
    saysNothingOf: [],
    unread: [],
    badRows: 0,
    faults: [],
  })
})

describe('columns', () => {
  test.each([
    ['email', ['status', 'left_at', 'manager', 'department']],
    ['email,termination_date,manager', ['department']],
    ['email,active,department', ['left_at', 'manager']],
  ])('a file of %s says nothing of the others', async (header, facts) => {
    expect((await read(`${header}\n`)).saysNothingOf).toEqual(facts)
  })

  test.each(['email', 'Mail', 'userPrincipalName', 'WORK_EMAIL', 'user principal name'])(
    'the address may be called %s',
    async (name) => {
      expect(await rowsOf(`${name},status\na@b.example,1\n`)).toMatchObject([{ email: 'a@b.example' }])
    },
  )

  test('of several of one field the first that is filled counts', async () => {
    const text = 'userPrincipalName,mail\nada@corp.example,ada@example.com\nbob@corp.example,\n'
    expect((await rowsOf(text)).map(({ email }) => email)).toEqual(['ada@example.com', 'bob@corp.example'])
  })

  test('semicolons and tabs part them too; a byte order mark and line ends of Windows are passed over', async () => {
    expect(await rowsOf('\ufeffemail;department\r\na@b.example;R&D, Ops\r\n')).toMatchObject([
      { department: 'R&D, Ops' },
    ])
    expect(await rowsOf('email\tdepartment\na@b.example\tSales; East\n')).toMatchObject([
      { department: 'Sales; East' },
    ])
  })

  test('without an id the address is it, in lower case', async () => {
    expect(await rowsOf('email\nAda@Example.com\n')).toMatchObject([
      { externalId: 'ada@example.com', hasId: false },
    ])
  })

  test.each(['', '\n\n', 'name,status\nada,active\n', '{"email":"a@b.example"}'])(
    'a file without a column of addresses is refused: %j',
    async (text) => {
      await expect(read(text)).rejects.toThrow(ApiProblem)
    },
  )
})

describe('status', () => {
  test.each([
    ['active', 'active'],
    ['TRUE', 'active'],
    ['Enabled', 'active'],
    ['1', 'active'],
    ['inactive', 'left'],
    ['False', 'left'],
    ['terminated', 'left'],
    ['left', 'left'],
    ['disabled', 'left'],
    ['0', 'left'],
  ])('%s is %s', async (word, status) => {
    expect(await rowsOf(`email,status\na@b.example,${word}\n`)).toMatchObject([{ status }])
  })

  test.each(['', 'on leave', 'constructor'])('%j is an error of the row', async (word) => {
    expect(await faultsOf(`email,status\na@b.example,${word}\n`)).toEqual([
      expect.stringMatching(/^line 2, column status: must be one of: .*active, true, /),
    ])
  })

  test('without a status column everybody works here until their day of leaving', async () => {
    const text = 'email,left_at\na@b.example,\nc@d.example,2026-11-21\ne@f.example,2026-12-31\n'
    expect((await rowsOf(text)).map(({ status, leftAt }) => [status, leftAt])).toEqual([
      ['active', null],
      ['left', '2026-11-21T00:00:00.000Z'],
      ['active', null],
    ])
  })
})

describe('a row that cannot be read', () => {
  test.each([
    ['nobody,active,', 'email: must be an e-mail address'],
    ['a@b.example,active,11/22/2026', 'left_at: must be a day like'],
    ['a@b.example,left,2026-02-31', 'left_at: must be a day like'],
    ['a@b.example,left,0001-01-01', 'left_at: must be a day like'],
    ['a@b.example,left,9998-12-31', 'left_at: is too far ahead to be a leaving day'],
    ['a@b.example,left,2028-11-24', 'left_at: is too far ahead to be a leaving day'],
  ])('%s', async (row, detail) => {
    const faults = await faultsOf(`email,status,left_at\n${row}\n`)
    expect(faults).toEqual([expect.stringContaining(`line 2, column ${detail}`)])
  })

  test('tells its line, and keeps the id of its person', async () => {
    const text =
      'id,email,department\n1,a@b.example,"two\nlines"\n2,nobody,x\n3,c@d.example,x\n3,e@f.example,x\n'
    const file = await read(text)
    expect(file.faults.map(({ pointer }) => pointer)).toEqual(['/lines/3', '/lines/4', '/lines/6'])
    expect(file).toMatchObject({ badRows: 3, unread: ['1', '2'], rows: [{ externalId: '3' }] })
  })

  test('keeps no id that is none', async () => {
    const ids = ['a\u0000b', 'a\u001bb', 'a\u202eb', 'x'.repeat(321), '7']
    const rows = ids.map((id) => `"${id}",nobody`)
    const file = await read(`id,email\n${rows.join('\n')}\nx,a\u0000b\n`)
    expect(file).toMatchObject({ badRows: 6, unread: ['7', 'x'] })
    expect(await read('email\na\u0000b\n')).toMatchObject({ badRows: 1, unread: [] })
  })

  test('a leaving day within two years is one', async () => {
    expect(await faultsOf('email,status,left_at\na@b.example,left,2028-11-22\n')).toEqual([])
  })

  test('a department that turns the writing direction', async () => {
    expect(await faultsOf('email,department\na@b.example,Sales\u202eselaS\n')).toEqual([
      expect.stringContaining('line 2, column department: must be one line'),
    ])
  })

  test('with more cells than the header', async () => {
    expect(await faultsOf('email,status\na@b.example,active,Smith\n')).toEqual([
      'line 2, more cells than the header has',
    ])
    expect(await faultsOf('email,status\na@b.example,active,\n')).toEqual([])
  })

  test('an unclosed quote ends the reading, by its line', async () => {
    await expect(read('email,status\na@b.example,active\n"c@d.example,active\n')).rejects.toMatchObject({
      errors: [{ pointer: '/lines/3', detail: expect.stringContaining('line 3') }],
    })
  })

  test('is told twenty times at most, and counted always', async () => {
    const file = await read(`email\n${'nobody\n'.repeat(50)}`)
    expect(file.badRows).toBe(50)
    expect(file.faults).toHaveLength(20)
  })
})

describe('a file of separators', () => {
  /** Bytes. */
  const LARGE = 15_000_000
  const lineOf = (line: number, detail: string) => ({
    errors: [{ pointer: `/lines/${line}`, detail: `line ${line}: ${detail}` }],
  })

  test.each([
    ['a header', 1, (separator: string) => separator.repeat(LARGE)],
    ['a row', 3, (separator: string) => `email${separator}x\na@b.example\n${separator.repeat(LARGE)}`],
    [
      'quoted nothings',
      3,
      (separator: string) => `email${separator}x\r\na@b.example\r\n${`""${separator}`.repeat(LARGE / 3)}`,
    ],
  ])('%s of them is refused before it becomes cells', async (_, line, textOf) => {
    for (const separator of [',', ';', '\t']) {
      const before = process.memoryUsage().heapUsed
      const started = performance.now()
      await expect(read(textOf(separator))).rejects.toMatchObject(lineOf(line, 'more than 1000 cells'))
      // Made into cells it takes seconds and up to a gigabyte; refused, tenths of a second.
      expect(performance.now() - started).toBeLessThan(5_000)
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(200_000_000)
    }
  })

  test('a thousand cells are read, one more is refused, whatever ends the lines', async () => {
    const wide = (cells: number) => `email${','.repeat(cells - 1)}`
    for (const end of ['\n', '\r\n', '\r']) {
      expect(await rowsOf(`${wide(1_000)}${end}a@b.example${end}c@d.example${end}`)).toHaveLength(2)
      await expect(read(`email${end}${wide(1_001)}${end}`)).rejects.toMatchObject(
        lineOf(2, 'more than 1000 cells'),
      )
    }
  })

  test('separators in quotes are text', async () => {
    expect(await rowsOf(`email,department\na@b.example,"${','.repeat(200)}"\n`)).toMatchObject([
      { department: ','.repeat(200) },
    ])
    expect((await read(`email,x\na@b.example,"${',"",'.repeat(2_000)}"\n`)).rows).toHaveLength(1)
  })

  test('lines that end in two ways part the same rows for the guard and for the parser', async () => {
    expect(await rowsOf('email\ra@b.example\nc@d.example\r\ne@f.example')).toHaveLength(3)
  })

  test('a line without an end is refused', async () => {
    await expect(read(`email\n${'x'.repeat(LARGE)}`)).rejects.toBeInstanceOf(ApiProblem)
  })

  test('others are served while nothing but empty lines is read', async () => {
    let turns = 0
    const tick = setInterval(() => {
      turns += 1
    }, 1)
    await read(`email\n${'\n'.repeat(LARGE)}a@b.example\n`)
    clearInterval(tick)
    // It is read in more than two hundred pieces, with a turn of the event loop for each.
    expect(turns).toBeGreaterThan(50)
  })
})

test('nothing that was sent comes back in what is wrong with it', async () => {
  const cell = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `CANARY${text}`)
  const faulty = fc.array(fc.array(cell, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(faulty, async (rows) => {
      const text = `email,status,id,left_at,department\n${rows.map((row) => row.join(',')).join('\n')}`
      const told = await read(text).then(
        ({ faults }) => JSON.stringify(faults),
        (error: ApiProblem) => JSON.stringify([error.message, error.errors]),
      )
      expect(told).not.toContain('CANARY')
    }),
  )
})
