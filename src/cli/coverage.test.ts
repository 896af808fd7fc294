import { expect, test } from 'vitest'
import { NOT_EVALUATED_LABEL } from '../model/core/findings.ts'
import { doWhat, whyOf } from './coverage.ts'

test('what was judged in part says why of the rest, the commonest reasons first', () => {
  const asset_reasons = {
    ...{ 'skipped:deactivated': 90, setting_missing: 2, value_absent_upstream: 12, no_activity_signal: 4 },
    collection_mode: 1,
  }
  expect(whyOf({ reason_detail: null, asset_reasons })).toBe(
    '12 lack a value that OpenAI did not send; 4 have no sign of activity that could be read; 2 other reasons',
  )
  expect(whyOf({ reason_detail: null, asset_reasons: {} })).toBe('')
  expect(whyOf({ reason_detail: 'its own words', asset_reasons })).toBe('its own words')
})

test('what to do is true: a directory is imported, time passes, DLP is not there yet', () => {
  expect(doWhat({ kind: 'directory' })).toContain('casbah directory import FILE')
  expect(doWhat({ kind: 'time' })).not.toContain('OpenAI')
  expect(doWhat({ kind: 'dlp_profile' })).toContain('this version has not')
  expect(NOT_EVALUATED_LABEL.no_directory).toContain('directory')
})
