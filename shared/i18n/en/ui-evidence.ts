import type zh from '../zh-CN/ui-evidence.ts'

export default {
  title: 'Contradicting signatures',
  look: 'Look at the evidence',
  none: 'No contradicting signatures were found',
  noneHint: 'Where one seat or device signs things that contradict each other, it is listed here and kept for 90 days at least. A copied disk is the usual cause, not ill will.',
  what: 'What was seen',
  rule: { E1: 'Two blocks notarized in one view', E2: 'Two blocks finalized in one view', E3: 'One view both given up and finalized', A1: 'Two records of one device with one sequence number', FORK: 'Two final blocks of one height' },
  member: 'Member',
  place: 'Place',
  placeText: 'Block {{height}}, view {{view}}, epoch {{epoch}}',
  found: 'Seen here',
  fromLedger: 'from the ledger',
  onLedger: 'On the ledger',
  export: 'Export',
  submit: 'Submit',
  submitEffect: 'You sign a record that every member sees; the seat is put on standby or brought before the members.',
} satisfies typeof zh
