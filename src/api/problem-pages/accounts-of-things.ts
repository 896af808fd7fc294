import type { Accounts } from './account.ts'
import { ASSIGNMENT_ROUTES, CUSTOM_RULES } from './account.ts'

/** Refusals that are about one thing, or about what there is already. */
export const THING_ACCOUNTS = {
  'own-access': {
    happened:
      'A person who has signed in asked to be shut out themselves. It would end the session that asked, and where they are the last administrator nobody could undo it from a browser. Nothing was changed.',
    more: '`casbah users list` shows who else is an administrator. The bootstrap token can disable anybody.',
    by: { at: ['PATCH /users/{id}'] },
    example: { detail: 'You would end your own session, and nobody else might be left to undo it.' },
  },
  conflict: {
    happened:
      'Another integration has this name, this ChatGPT workspace or this platform organization. If two read the same tenant, every finding would stand there twice. Nothing was saved.',
    more: '`casbah integrations list` shows which integration has it, the disconnected ones among them.',
    by: { at: ['POST /integrations', 'PATCH /integrations/{id}'] },
    example: { detail: 'Another integration is called “Acme”.', errors: ['/display_name', 'is taken'] },
  },
  'too-many-destinations': {
    happened:
      'This installation has as many destinations as it may have. Each is sent every event that it asks for, so their number bounds what one finding costs. None was added.',
    more: '`GET /api/v1/destinations` lists them; `GET /api/v1/deliveries?destination=…` says whether one is still received.',
    by: { at: ['POST /destinations'] },
    example: {
      detail:
        'The integration has 20 destinations, the most there may be. Remove one that is no longer needed.',
    },
  },
  'destination-disabled': {
    happened:
      'The destination is disabled: a person did that, its receiver answered 410, or it took nothing for days. What was asked to be sent again would be given up at once, so it was left as it is.',
    more: '`casbah destinations show DESTINATION` says since when and why, `casbah destinations test DESTINATION` whether it would take something now.',
    by: { at: ['POST /deliveries/{id}/replay', 'POST /destinations/{id}/replay-failed'] },
    example: { detail: 'It takes nothing until it is enabled again.' },
  },
  'delivery-on-its-way': {
    happened:
      'The delivery has not ended: it waits for its next attempt, or for its turn. It is sent by itself, with the same id as it would be by a replay.',
    more: '`casbah deliveries show DELIVERY` lists its attempts; its schedule is in docs/how-to/webhooks.md.',
    by: { at: ['POST /deliveries/{id}/replay'] },
    example: { detail: 'It has attempts before it, and is sent by itself.' },
  },
  'too-many-tests': {
    happened:
      'A test delivery says whether something listens at an address. It is kept slow for each token, and for all of them together, so that it is of no use for looking through a network. No test message was sent.',
    more: '`casbah audit list` shows who has tried out which destination.',
    by: { at: ['POST /destinations/test', 'POST /destinations/{id}/test'] },
    example: { detail: 'At most 6 a minute for each token, and 30 for all of them.' },
  },
  'unexpected-count': {
    happened:
      'A bulk change names how many findings it is meant for, and by now the filter leaves more or fewer: a run has opened or resolved some since the list was looked at.',
    more: '`GET /api/v1/findings/summary` with the same filter counts them; `casbah findings` with the same options lists them.',
    by: { at: ['POST /findings/bulk'] },
    example: {
      detail: '10 were expected and 12 match; nothing was changed.',
      errors: ['/expected_count', '12 findings match'],
    },
  },
  'exception-disabled': {
    happened:
      'Somebody has disabled this exception, so what it tolerated counts as a finding again. It is kept as the record of a decision, and a record is not changed.',
    more: '`casbah exceptions list` shows who disabled it and when; so does `GET /api/v1/exceptions/{id}`.',
    by: { at: ['PATCH /exceptions/{id}'] },
    example: { detail: 'It was disabled, and is changed no more.' },
  },
  'definition-changed': {
    happened:
      'The GPT has another definition than the one whose hash was sent: its owner changed it after somebody looked. An approval holds for what was looked at and nothing else.',
    more: '`casbah gpts diff GPT` shows what changed, `casbah gpts versions GPT` when.',
    by: { at: ['POST /gpts/{id}/approvals'] },
    example: { detail: 'It changed since you looked: it is version 3 now, of another definition.' },
  },
  'definition-unknown': {
    happened:
      'The last collection could not read this GPT’s definition whole, so nobody can say what would be approved.',
    more: '`casbah gpts show GPT` says what is known of it, `casbah coverage` which capability is missing, `casbah quarantine list NAME` what could not be read.',
    by: { at: ['POST /gpts/{id}/approvals'] },
    example: { detail: 'Its latest configuration has not been read yet.' },
  },
  'finding-changed': {
    happened:
      'The finding has another ETag than the one in `If-Match`: a person or a run has changed it since it was read. The change was not made, so that it undoes nothing that you have not seen.',
    more: '`casbah findings show FINDING` shows its history, with who changed what.',
    by: { at: ['PATCH /findings/{id}'] },
    example: { detail: 'It was changed since it was read.' },
  },
  'destination-changed': {
    happened:
      'The destination has another ETag than the one in `If-Match`: somebody has changed what it hears of, or it was disabled because its receiver was gone.',
    more: '`GET /api/v1/destinations/{id}` shows it as it is; `casbah audit list` who changed it.',
    by: { at: ['PATCH /destinations/{id}'] },
    example: { detail: 'It was changed or disabled since it was read.' },
  },
  'rule-changed': {
    happened:
      'The rule has another version than the one in `If-Match`: somebody has saved it since it was read.',
    more: '`casbah rules custom show NAME RULE` shows what it says now; `casbah audit list` who saved it.',
    by: { at: [`PATCH ${CUSTOM_RULES}/{rule}`, `DELETE ${CUSTOM_RULES}/{rule}`] },
    example: { detail: 'Somebody has changed, switched or deleted it since it was read.' },
  },
  'changed-meanwhile': {
    happened:
      'What people set of it is not what it was when its `revision` was read: somebody has changed it. What Casbah itself notes of it is no part of the revision.',
    more: '`casbah audit list` shows who changed it; `casbah plan` what would be changed as things are now.',
    by: {
      at: [
        'PATCH /integrations/{id}',
        'PUT /integrations/{id}/rule-settings/{rule}',
        'PATCH /exceptions/{id}',
        'POST /exceptions/{id}/disable',
      ],
    },
    example: { detail: 'Somebody has changed it since it was read.' },
  },
  'key-taken': {
    happened:
      'There is a destination, or an exception that is not disabled, of this key. A key is a name that stays, by which programs know what they made; two things of one key could not be told apart.',
    more: '`casbah exceptions list --state any --json` and `GET /api/v1/destinations` show keys.',
    by: { at: ['POST /exceptions', 'POST /destinations'] },
    example: { detail: 'Another exception has this key.' },
  },
  'routes-changed': {
    happened:
      'The list of routes has another ETag than the one in `If-Match`: somebody has saved another list. Their order decides, so two lists are never joined.',
    more: '`casbah routes list NAME` shows the list as it is; `casbah audit list` who saved it.',
    by: { at: [`PUT ${ASSIGNMENT_ROUTES}`] },
    example: { detail: 'Somebody has saved another list since it was read.' },
  },
  'preview-overtaken': {
    happened:
      'Routes are saved for the outcome that was previewed. Since then findings were opened or resolved, or somebody has assigned some, so that the same routes would do something else.',
    more: '`casbah routes preview NAME` shows what they would do now.',
    by: { at: [`PUT ${ASSIGNMENT_ROUTES}`] },
    example: {
      detail: 'The outcome is another one now.',
      errors: ['/expected_digest', 'is of another outcome than the routes have now'],
    },
  },
  'rule-id-taken': {
    happened:
      'A custom rule of this integration has this id, or had it before it was deleted. Findings name the rule that made them, so an id never comes to stand for another rule.',
    more: '`casbah rules custom list NAME` lists those that are in effect.',
    by: { at: [`POST ${CUSTOM_RULES}`] },
    example: {
      detail:
        'This integration has custom.shadow_gpts, or had it: the ids of deleted rules stay with what they found.',
    },
  },
  'too-many-custom-rules': {
    happened:
      'The integration has as many custom rules as it may have. Each costs time in every run, so their number is bounded. None was saved.',
    more: '`casbah rules custom list NAME` lists them; `casbah coverage` shows which judge anything.',
    by: { at: [`POST ${CUSTOM_RULES}`] },
    example: { detail: 'This integration has 100 custom rules.' },
  },
  'too-many-versions': {
    happened:
      'The expression of this rule was changed as often as it may be. What it says now stays in effect; the change was not saved.',
    more: '`casbah rules custom show NAME RULE` shows its version and what it says.',
    by: { at: [`PATCH ${CUSTOM_RULES}/{rule}`] },
    example: { detail: 'custom.shadow_gpts has 1000 versions.' },
  },
  'account-disabled': {
    happened:
      'A token was to be made for a service account that somebody has disabled. Its tokens ended with it, and no new one begins; nothing was made.',
    more: '`casbah service-accounts show NAME` says who disabled it and when.',
    by: { at: ['POST /tokens'] },
    example: { detail: 'This service account is disabled.' },
  },
  'account-name-taken': {
    happened:
      'A service account is known by its name in lists and commands, and there is one of this name already. Nothing was made.',
    more: '`casbah service-accounts list` names all of them, the disabled ones too.',
    by: { at: ['POST /service-accounts'] },
    example: { detail: 'A service account has this name.', errors: ['/name', 'is taken'] },
  },
  'directory-would-shrink': {
    happened:
      'The directory’s file names far fewer people, or says far less of them, than the directory has. A file that was cut off would make most of the workforce look as if they had left, so it was not taken.',
    more: '`casbah directory show NAME` says what the directory has, from when and by whom. The detail says what would be lost.',
    by: { at: ['PUT /integrations/{id}/directory'] },
    example: { detail: 'The file has 40 people, the directory 900.' },
  },
  'too-many-findings': {
    happened:
      'The filter leaves, or the routes would assign, more findings than are changed in one transaction. None was changed.',
    more: '`GET /api/v1/findings/summary` with the same filter counts them by severity, rule and integration, which shows where to part it.',
    by: { at: ['POST /findings/bulk', `POST ${ASSIGNMENT_ROUTES}/preview`, `PUT ${ASSIGNMENT_ROUTES}`] },
    example: { detail: '23412 findings match.' },
  },
  'recheck-impossible': {
    happened:
      'The finding is about something that OpenAI offers no request of its own for, or about what has happened and stays so. To look at it again is to collect again.',
    more: '`casbah findings show FINDING` says what it is about; `casbah integrations plan NAME` what a full collection costs.',
    by: { at: ['POST /findings/{id}/recheck'] },
    example: {
      detail:
        'OpenAI has no way to ask for one invite alone: this kind cannot be read again by itself. Collect Now reads its whole list.',
    },
  },
  'unusable-expiry': {
    happened:
      'The exception has no end, one in the past, or one too far ahead. What is tolerated for good is forgotten, so nothing was saved.',
    more: '`casbah exceptions list` shows exceptions with their ends; `casbah exceptions add --help` how an end is given.',
    by: { at: ['POST /exceptions', 'PATCH /exceptions/{id}', 'POST /findings/bulk'] },
    example: {
      detail: 'expires_at must be at most 400 days ahead.',
      errors: ['/expires_at', 'must be at most 400 days ahead'],
    },
  },
} as const satisfies Accounts
