import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPublicAddress, parseAllowedHosts, shownWebhookUrl, webhookUrlProblem } from './webhook-url.ts'

const NONE: ReadonlySet<string> = new Set()

describe('isPublicAddress', () => {
  const refused = [
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    '::ffff:0:127.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'ff02::1',
    'not an address',
    '',
  ]
  it.each(refused)('refuses %s', (address) => expect(isPublicAddress(address)).toBe(false))

  const accepted = [
    '1.1.1.1',
    '93.184.216.34',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700::1111',
    '::ffff:1.1.1.1',
  ]
  it.each(accepted)('accepts %s', (address) => expect(isPublicAddress(address)).toBe(true))
})

describe('webhookUrlProblem', () => {
  it.each([
    'http://example.com/hook',
    'https://user:secret@example.com/',
    'https://user@example.com/',
    'https://:secret@example.com/',
    'https://127.0.0.1/hook',
    'https://2130706433/hook',
    'https://0x7f.1/hook',
    'https://[::1]/hook',
    'https://[::ffff:10.0.0.1]/hook',
    'https://localhost/hook',
    'https://metadata.localhost/hook',
    'https://example.com/#part',
    'ftp://example.com/',
    'javascript:alert(1)',
    'nonsense',
  ])('refuses %s', (url) => expect(webhookUrlProblem(url, NONE)).toBeTypeOf('string'))

  it('says how an http URL is allowed, and only where that helps', () => {
    expect(webhookUrlProblem('http://example.com/hook', NONE)).toContain('CASBAH_WEBHOOK_ALLOW_HOSTS')
    expect(webhookUrlProblem('ftp://example.com/hook', NONE)).toBe('must be an https URL')
  })

  it('accepts a public https URL', () => {
    expect(webhookUrlProblem('https://hooks.example.com/casbah?team=1', NONE)).toBeNull()
  })

  it('lets an operator name private hosts, and only those', () => {
    const allowed = parseAllowedHosts(' siem.internal:8088, 127.0.0.1:9999 ,')
    expect(webhookUrlProblem('http://siem.internal:8088/in', allowed)).toBeNull()
    expect(webhookUrlProblem('http://127.0.0.1:9999/', allowed)).toBeNull()
    expect(webhookUrlProblem('http://127.0.0.1:9998/', allowed)).toBeTypeOf('string')
    expect(webhookUrlProblem('gopher://siem.internal:8088/', allowed)).toBeTypeOf('string')
  })
})

describe('shownWebhookUrl', () => {
  it.each([
    ['https://hooks.example.com/', 'https://hooks.example.com/'],
    ['https://hooks.example.com', 'https://hooks.example.com/'],
    ['https://hooks.example.com:8443/services/T0/B0/x9Qzk3yZ', 'https://hooks.example.com:8443/…k3yZ'],
    ['https://hooks.example.com/in?token=5b1d0c9f7e6a4b3c', 'https://hooks.example.com/…4b3c'],
    ['https://hooks.example.com/short', 'https://hooks.example.com/…'],
    ['https://hooks.example.com/?a=b', 'https://hooks.example.com/…'],
  ])('%s is shown as %s', (url, shown) => expect(shownWebhookUrl(url)).toBe(shown))

  it('shows at most a quarter of what may be secret, whatever the URL', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
        const { origin, pathname, search } = new URL(url)
        const shown = shownWebhookUrl(url)
        expect(shown.startsWith(`${origin}/`)).toBe(true)
        const end = shown.slice(origin.length).replace(/^\/…?/, '')
        expect(end.length * 4).toBeLessThanOrEqual(`${pathname}${search}`.length)
      }),
    )
  })
})
