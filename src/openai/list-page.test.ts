import { expect, test } from 'vitest'
import { readListPage } from './list-page.ts'

const page = (rest: object) => readListPage({ data: [{ id: 'a' }], ...rest }, 'GET list')

test('a page that does not say whether it is the last goes on by what it names', () => {
  expect(page({ next: 'n' })).toMatchObject({ hasMore: true, next: 'n' })
  expect(page({ has_more: null, last_id: 'a' })).toMatchObject({ hasMore: true, lastId: 'a' })
  expect(page({ cursor: 'c', data: [] })).toMatchObject({ hasMore: false })
  expect(page({})).toMatchObject({ hasMore: false, next: null, lastId: null })
})

test('a page that says so is believed', () => {
  expect(page({ has_more: false, next: 'n', last_id: 'a' })).toMatchObject({ hasMore: false })
  expect(page({ has_more: true })).toMatchObject({ hasMore: true })
})
