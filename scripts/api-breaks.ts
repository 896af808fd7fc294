const ONE_SCHEMA =
  'The same fields, described as one schema: as two that both hold, a field that is left out where a request is repeated was required by one of them.'

/**
 * Changes to the API that break who builds on it, each with its reason: what is not named here, `npm run docs` refuses to
 * write. Entries stay, as the history of what was asked of others.
 */
export const API_BREAKS: Readonly<Record<string, string>> = {
  'GET /api/v1/deliveries 200 application/json.data[].finding_event_id was string and is string or null':
    'Webhooks tell of runs, integrations and webhooks, too, and a delivery of one of these is of no finding. Whoever asks for the events of findings alone still reads a string.',
  'GET /api/v1/me 200 application/json may be one of 2 things now, and was one of 1':
    'People sign in, too. Whoever asks with a token is answered as before.',
  'GET /api/v1/gpts/{id} 200 application/json allOf 1 is gone': ONE_SCHEMA,
  'GET /api/v1/gpts/{id} 200 application/json allOf 2 is gone': ONE_SCHEMA,
  'POST /api/v1/gpts/{id}/approvals 201 application/json allOf 1 is gone': ONE_SCHEMA,
  'POST /api/v1/gpts/{id}/approvals 201 application/json allOf 2 is gone': ONE_SCHEMA,
  'POST /api/v1/gpts/{id}/approvals/{approval}/withdraw 200 application/json allOf 1 is gone': ONE_SCHEMA,
  'POST /api/v1/gpts/{id}/approvals/{approval}/withdraw 200 application/json allOf 2 is gone': ONE_SCHEMA,
  'POST /api/v1/exceptions 201 application/json allOf 1 is gone': ONE_SCHEMA,
  'POST /api/v1/exceptions 201 application/json allOf 2 is gone': ONE_SCHEMA,
  'PATCH /api/v1/exceptions/{id} 200 application/json allOf 1 is gone': ONE_SCHEMA,
  'PATCH /api/v1/exceptions/{id} 200 application/json allOf 2 is gone': ONE_SCHEMA,
  'POST /api/v1/exceptions/{id}/disable 200 application/json allOf 1 is gone': ONE_SCHEMA,
  'POST /api/v1/exceptions/{id}/disable 200 application/json allOf 2 is gone': ONE_SCHEMA,
}
