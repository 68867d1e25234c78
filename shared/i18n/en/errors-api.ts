import type zh from '../zh-CN/errors-api.ts'

/** Errors and hints of the interface, the drafts' workflow and the import: cause and next step. */
export default {
  INTERNAL: { cause: 'The program failed inside (number {{id}}); this action was not completed.', next: 'Try again; if it happens again, hand the number and the log to support.' },
  INPUT_INVALID: { cause: 'The request does not have the required form ({{field}}).', next: 'Check what was entered and try again; another program should follow the interface description.' },

  SESSION_NEEDED: { cause: 'Nobody is signed in.', next: 'Choose your account and enter your passphrase.' },
  SESSION_ENDED: { cause: 'The session has ended (idle for more than 15 minutes, or signed out); the signing key is locked.', next: 'Sign in again. Saved drafts are not lost.' },
  STAFF_NOT_ON_LEDGER: { cause: 'Your signing key is not in force on the ledger yet.', next: 'Wait until its grant is final. Until then you can draft, but not sign.' },
  STAFF_KEY_REVOKED: { cause: 'Your signing key was revoked or replaced.', next: 'Ask your center’s security administrator for a new grant.' },
  STAFF_KEY_EXPIRED: { cause: 'The grant of your signing key ended on {{until}} or has not begun.', next: 'Ask your center’s security administrator to renew it.' },

  DRAFT_TOO_LARGE: { cause: 'The draft is too large (at most {{max}} bytes).', next: 'Shorten the text; originals stay here and are referenced by their hash.' },
  DRAFT_CONTENT_INVALID: { cause: 'The draft’s content is malformed.', next: 'Enter it again in this program’s form.' },
  DRAFT_KIND_FIXED: { cause: 'The draft is a {{kind}} and cannot become another kind.', next: 'Start a new draft of the kind you need.' },
  COMMENT_NEEDED: { cause: 'A return needs a reason.', next: 'Say what has to be corrected.' },
  VOTE_CHOICE_NEEDED: { cause: 'No choice was made.', next: 'Choose for, against or abstain.' },
  RATING_NOT_TYPED: { cause: 'A rating is computed from the records and cannot be typed.', next: 'Compute and propose it in the rating workbench.' },
  RATING_UNDER_WAY: { cause: '{{creator}} has proposed a rating of this institution that is under way ({{state}}).', next: 'Finish, return or discard that one first.' },

  BLOCK_UNKNOWN: { cause: 'This computer has no block at height {{height}}.', next: 'Check the height; this peer may still be catching up.' },
  RECORD_UNKNOWN: { cause: 'This computer does not have record {{recordId}}.', next: 'Check the id; the record may not have arrived yet.' },
  RECORD_NOT_FINAL: { cause: 'Record {{recordId}} is not final yet, so nothing can be proved.', next: 'Export the proof once it is final.' },
  PROOF_NO_CERTIFICATE: { cause: 'This computer has no certificate of height {{height}}.', next: 'Export after the next block is final.' },

  USCC_SUGGESTION: { cause: 'You may have meant {{suggestion}}.', next: 'Compare it with the licence; nothing is replaced by itself.' },
  INSTITUTION_IN_DRAFT: { cause: '{{creator}} already has a draft that registers this institution ({{title}}).', next: 'Look at that draft first, so that it is not registered twice.' },

  IMPORT_EMPTY: { cause: 'The file is empty or has nothing but headers.', next: 'Choose a CSV file with data rows.' },
  IMPORT_TOO_LARGE: { cause: 'The file has {{bytes}} bytes, more than the {{max}} allowed.', next: 'Split it into smaller files.' },
  IMPORT_TOO_MANY_ROWS: { cause: 'The file has more than {{max}} data rows.', next: 'Split it into smaller files.' },
  IMPORT_TOO_MANY_COLUMNS: { cause: 'The file has {{columns}} columns, more than the {{max}} allowed.', next: 'Use the template and remove the extra columns.' },
  IMPORT_NOT_CSV: { cause: 'This is not a CSV text file (it looks like {{found}}).', next: 'Save it as “CSV UTF-8 (comma delimited)” in your spreadsheet program.' },
  IMPORT_ENCODING: { cause: 'The text encoding is not recognised ({{found}}); nothing was read, so that nothing is garbled.', next: 'Save it as CSV in UTF-8 or GB18030 (GBK).' },
  IMPORT_CSV_BROKEN: { cause: 'Quotation marks near line {{line}} do not match; the table cannot be read.', next: 'Check the quotation marks there, or save it as CSV again.' },
  IMPORT_COLUMNS: { cause: 'Required columns are missing or stand twice: {{columns}}.', next: 'Complete the headers by the template.' },
  IMPORT_COLUMN_MISSING: { cause: 'The column “{{column}}” is missing.', next: 'Add it as in the template.' },
  IMPORT_COLUMN_REPEATED: { cause: '“{{column}}” means the same as another column.', next: 'Keep one of them.' },
  IMPORT_COLUMN_UNKNOWN: { cause: 'The column “{{column}}” is not known; its content is not imported.', next: 'Use a header of the template if it should be.' },
  IMPORT_ROW_TOO_LONG: { cause: 'This row has {{cells}} cells, the header {{headers}}.', next: 'Check whether cells with commas are quoted.' },
  IMPORT_CELL_TOO_LONG: { cause: 'The cell has more than {{max}} characters.', next: 'Shorten the text.' },
  IMPORT_FORMULA: { cause: '“{{value}}” begins with = + - @ and would run as a formula in a spreadsheet; it is refused.', next: 'Make it plain text; remove the first character if it is text.' },
  IMPORT_SCIENTIFIC: { cause: '“{{value}}” is scientific notation; the code itself is lost.', next: 'Format the column as text and enter all 18 characters again.' },
  IMPORT_DATE: { cause: '“{{value}}” is not a valid date.', next: 'Write a day that exists as yyyy-MM-dd, e.g. 2026-03-01.' },
  IMPORT_AMOUNT: { cause: '“{{value}}” is not a valid amount (in yuan, at most two decimals).', next: 'Write a plain number, e.g. 1234567.80.' },
  IMPORT_INTEGER: { cause: '“{{value}}” is not a non-negative integer.', next: 'Write an integer.' },
  IMPORT_YES_NO: { cause: '“{{value}}” is neither 是 (yes) nor 否 (no).', next: 'Write 是 or 否.' },
  IMPORT_CENTER: { cause: '“{{value}}” is not a known center’s code or name.', next: 'Write the center’s code (e.g. BJ) or its full or short Chinese name.' },
  IMPORT_CHOICE: { cause: '“{{value}}” is not one of the choices.', next: 'Choices: {{choices}}.' },
  IMPORT_REPEATED_IN_FILE: { cause: 'Repeats row {{row}}.', next: 'Remove one of them; the first one counts.' },
  IMPORT_OTHER_DRAFT: { cause: '{{uscc}} has another unfinished draft with different content.', next: 'Deal with that draft, or discard it before importing.' },
} satisfies Record<keyof typeof zh, { cause: string; next: string }>
