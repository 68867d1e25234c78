import type zh from '../zh-CN/errors-ui.ts'

export default {
  UI_NOT_CONNECTED: { cause: 'The peer on this computer can\'t be reached at the moment', next: 'It reconnects by itself; what you typed stays in this window.' },
  UI_CONNECTION_LOST: { cause: 'The connection to the peer broke off before the answer came', next: 'When it is back, look at the result first, then repeat if needed.' },
  UI_INPUT_REFUSED: { cause: 'The input was not accepted: {{detail}}', next: 'Check what you entered; if it is right, give the code to support.' },
  UI_UNEXPECTED: { cause: 'Something unexpected happened: {{detail}}', next: 'Try again; if it stays, give code and time to support.' },
  UI_NOT_ALLOWED: { cause: 'The signed-in person may not do this', next: 'Let a person with the role for it sign in.' },
  UI_FORM_HAS_ERRORS: { cause: '{{errors}} errors are left', next: 'Press “Checks” on the left and correct them one by one.' },
  UI_PROOF_NEEDS_FINAL: { cause: 'The record is not final, so there is no proof yet', next: 'Export it when its state is “final”.' },
  UI_RATING_OPINION_MISSING: { cause: 'The opinion is missing', next: 'Say in “Opinion” what you conclude and why.' },
  UI_RATING_REASON_MISSING: { cause: 'There is an adjustment without a reason', next: 'Give the reason, or set the adjustment to 0.' },
  UI_REASON_MISSING: { cause: 'There is no reason yet (at least four characters)', next: 'Give the reason: the other members judge by it.' },
  UI_FIELD_MISSING: { cause: '“{{field}}” is missing', next: 'Fill it in, then sign.' },
  UI_FINGERPRINT_FIRST: { cause: 'The fingerprint has not been compared with the candidate yet', next: 'Compare it character by character by telephone, then tick the box.' },
} satisfies typeof zh
