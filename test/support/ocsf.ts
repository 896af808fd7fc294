import { Ajv2020 } from 'ajv/dist/2020.js'
import published from '../ocsf/ocsf-1.8.0.generated.json' with { type: 'json' }

/**
 * Holds events against the published schema of OCSF 1.8.0, in which objects are closed: an attribute that a class does
 * not have is found. What JSON Schema does not say of it, which word belongs to which number, is said in tests.
 */

const CLASS_NAMES: Readonly<Record<number, string>> = {
  2003: 'compliance_finding',
  2004: 'detection_finding',
  2006: 'data_security_finding',
}

// The schema has no formats. Its patterns are written for no Unicode mode.
const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: false })
ajv.addSchema(published)

/** What is wrong with an event, by place; nothing where it is valid. */
export function ocsfProblems(event: unknown): string[] {
  const { class_uid } = event as { class_uid: number }
  const name = CLASS_NAMES[class_uid]
  if (name === undefined) return [`class_uid: ${class_uid} is no class that we send`]
  const validate = ajv.getSchema(`https://schema.ocsf.io/schema/1.8.0/classes/${name}`)
  if (validate === undefined) throw new Error(`the published schema has no ${name}`)
  if (validate(event)) return []
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  )
}
