import { expect, test } from 'vitest'
import { DESTINATION_KINDS } from '../../model/core/destinations.ts'
import { OF_HTTP, OF_KIND, OF_THE_WAY } from './test-causes.ts'
import type { Tested } from './test-words.ts'
import { failedTest, isWell, wellText } from './test-words.ts'

const MS = 12
const tested = (more: Partial<Tested>): Tested => ({
  ...{ outcome: 'answered', taken: false, status: null, code: null, refused_recipients: [] },
  ...{ latency_ms: MS, webhook_id: '019a5c7e-2f5b-7c1e-9f3a-0d6b8a4e1c22' },
  ...more,
})
const answered = (status: number) => tested({ status })
const unreachable = (code: string) => tested({ outcome: 'unreachable', code })

test.each([
  ['s3', 301, /answered 301 after 12 ms: .*region/, /region/],
  ['s3', 403, /keys/, /rotate-secret/],
  ['s3', 404, /bucket/, /bucket/],
  ['splunk_hec', 400, /index/, /index/],
  ['splunk_hec', 401, /token/, /rotate-secret/],
  ['splunk_hec', 403, /token/, /rotate-secret/],
  ['email', 451, /mail server replied 451 after 12 ms: not now/, /Test again/],
  ['email', 530, /login, or TLS/, /smtps/],
  ['email', 535, /login is wrong/, /USER:PASSWORD/],
  ['email', 550, /recipients/, /to and from/],
  ['email', 554, /policy/, /relay/],
  ['jira', 401, /token/, /rotate-secret/],
  ['jira', 403, /may not/, /browse/],
  ['jira', 404, /project/, /deployment/],
  ['servicenow', 401, /token/, /rotate-secret/],
  ['servicenow', 403, /may not read/, /itil/],
  ['servicenow', 404, /table/, /table/],
  ['slack', 410, /archived/, /channel/],
  ['teams', 410, /gone for good/, /destinations delete/],
  ['webhook', 429, /too often/, /Wait/],
  ['webhook', 401, /secret/, /add it first/],
  ['webhook', 302, /points to another address/, /signing in/],
] as const)('%s: %i is explained, with what to do', (kind, status, why, next) => {
  const failed = failedTest(kind, answered(status), 0)
  expect(failed.why).toMatch(why)
  expect(failed.next).toMatch(next)
  expect(failed.why).not.toContain('200 to 299')
})

test.each([
  ['ECONNREFUSED', /nothing listens/],
  ['UND_ERR_SOCKET', /hung up/],
  ['name_not_resolved', /name server/],
  ['timeout', /firewall/],
  ['CERT_HAS_EXPIRED', /has ended/],
])('%s is explained for every kind', (code, why) => {
  for (const kind of DESTINATION_KINDS) {
    const failed = failedTest(kind, unreachable(code), 0)
    expect(failed.why).toMatch(why)
    expect(failed.why).toContain(`${code} after 12 ms: `)
  }
})

test('where something else answers for a system of tickets, that is said', () => {
  expect(failedTest('jira', unreachable('unexpected_answer'), 0)).toMatchObject({
    message: 'The look at the project failed.',
    why: expect.stringContaining('signing in'),
  })
  expect(failedTest('servicenow', unreachable('unexpected_answer'), 0).why).toContain('no table')
})

test('what nobody foresaw is said as it came, and of mail not in the words of HTTP', () => {
  expect(failedTest('webhook', answered(418), 0).why).toBe(
    'The receiver answered 418 after 12 ms; 200 to 299 means taken.',
  )
  expect(failedTest('syslog', unreachable('EMFILE'), 0).why).toBe('EMFILE after 12 ms.')
  for (let status = 400; status < 600; status += 1) {
    const { why } = failedTest('email', answered(status), 0)
    expect(why).not.toMatch(/200 to 299|receiver answered/)
    expect(why).not.toContain(failedTest('teams', answered(status), 0).why?.split(': ')[1] ?? '-')
  }
})

test('every cause says what it means and what next, in sentences', () => {
  for (const causes of [...Object.values(OF_KIND), OF_HTTP, OF_THE_WAY])
    for (const { means, next } of Object.values(causes)) {
      expect(means).toMatch(/^\S.*\.$/)
      expect(next).toMatch(/^\S.*\.$/)
    }
})

test('a look at a system of tickets takes nothing', () => {
  const well = tested({ taken: true, status: 200 })
  expect(wellText('jira', well)).toBe('Found: the project is there (200 after 12 ms). Nothing was made.')
  expect(wellText('servicenow', well)).toMatch(/^Found: the table/)
  expect(wellText('slack', well)).toBe('Taken: 200 after 12 ms.')
  expect(wellText('syslog', tested({ taken: true }))).toBe('Taken: handed over after 12 ms.')
})

test('a mail that some do not get has failed, and says who they are by where they stand', () => {
  const some = tested({ taken: true, status: 250, refused_recipients: [{ position: 2, status: 550 }] })
  expect(isWell(some)).toBe(false)
  expect(isWell(tested({ taken: true, status: 250 }))).toBe(true)
  expect(failedTest('email', some, 3)).toMatchObject({
    message: 'The test mail was refused for 1 of 3 recipients.',
    why: expect.stringMatching(/recipient 2 \(550\).*The others have it\./),
  })
  const later = tested({ status: 450, refused_recipients: [{ position: 1, status: 450 }] })
  expect(failedTest('email', later, 3).why).toContain('Refused: recipient 1 (450).')
})
