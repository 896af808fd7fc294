import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLine } from './logpush-line.ts'

const LINE = {
  AssetDisplayName: 'Helper',
  AssetExternalID: 'g-1',
  AssetURL: '',
  AssetMetadata: { kind: 'gpt' },
  DetectedTimestamp: '2026-11-22T03:45:39Z',
  FindingTypeDisplayName: 'OpenAI: GPT publicly accessible via public link',
  FindingTypeID: 'DE460C9F-55C0-4131-9CDF-E4C3B84F9549',
  FindingTypeSeverity: 'High',
  InstanceID: 'i-1',
  IntegrationDisplayName: 'Acme',
  IntegrationID: 'c-1',
  IntegrationPolicyVendor: 'OpenAI',
}
const read = (change: object) => readLine(3, JSON.stringify({ ...LINE, ...change }))

describe('a line', () => {
  test('is read with the fields of casb_findings, and says nothing of what they do not', () => {
    expect(readLine(7, JSON.stringify(LINE))).toEqual({
      line: 7,
      findingTypeId: 'de460c9f-55c0-4131-9cdf-e4c3b84f9549',
      title: 'OpenAI: GPT publicly accessible via public link',
      severity: 'High',
      assetExternalId: 'g-1',
      assetName: 'Helper',
      instanceId: 'i-1',
      integrationId: 'c-1',
      integrationName: 'Acme',
      vendor: 'OpenAI',
      detectedAt: '2026-11-22T03:45:39Z',
      hidden: null,
      severityOverride: null,
    })
  })

  test.each([
    [1_795_000_000, '2026-11-18T11:06:40.000Z'],
    [1_795_000_000_000, '2026-11-18T11:06:40.000Z'],
    [1_795_000_000_000_000_000, '2026-11-18T11:06:40.000Z'],
  ])('may tell its time as %i', (DetectedTimestamp, detectedAt) => {
    expect(read({ DetectedTimestamp })).toMatchObject({ detectedAt })
  })

  test.each([
    [{ Hidden: true }, { hidden: true }],
    [{ Hidden: 'false' }, { hidden: false }],
    [{ Hidden: '' }, { hidden: false }],
    [{ Hidden: null }, { hidden: null }],
    [{ SeverityOverride: ' Critical' }, { severityOverride: 'critical' }],
    [{ SeverityOverride: '' }, { severityOverride: null }],
  ])('may have %j added by hand', (added, expected) => {
    expect(read(added)).toMatchObject(expected)
  })

  test.each([
    [{ FindingTypeID: undefined }, 'is without a usable FindingTypeID'],
    [{ AssetExternalID: ' ' }, 'is without a usable AssetExternalID'],
    [{ Hidden: 'perhaps' }, 'is without a usable Hidden'],
    [{ SeverityOverride: 'Extreme', InstanceID: 4 }, 'is without a usable InstanceID, SeverityOverride'],
  ])('with %j is told as one that cannot be read', (change, why) => {
    expect(read(change)).toEqual({ line: 3, why })
  })

  test('that is no object is told so, whatever it is, and none of it is told', () => {
    expect(readLine(1, '{"a"')).toEqual({ line: 1, why: 'is no JSON' })
    expect(readLine(1, '[1]')).toEqual({ line: 1, why: 'is no object' })
    expect(readLine(1, null)).toEqual({ line: 1, why: 'is too long' })
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const one = readLine(1, text)
        if ('why' in one) expect(one.why).toMatch(/^is (no JSON|no object|without a usable [A-Za-z, ]+)$/)
      }),
    )
  })
})
