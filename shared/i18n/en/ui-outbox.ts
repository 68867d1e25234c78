import type zh from '../zh-CN/ui-outbox.ts'

export default {
  title: 'Outbox',
  lead: 'Records signed here, and how far each has come in the network',
  explain: {
    saved: 'Saved: on this computer only',
    sent: 'Sent k: k other members hold it',
    witnessed: 'Witnessed k/q: its block has k votes',
    final: 'Final: signed by q members, it cannot change',
  },
  all: 'All',
  time: 'Signed',
  kind: 'Kind',
  subject: 'Subject',
  staff: 'Signer',
  state: 'State',
  finalAt: 'Final since',
  took: 'took {{s}} s',
  voidWhy: 'Why it is void',
  none: 'The outbox is empty',
  noneHint: 'A draft appears here when everybody has signed it.',
  draft: 'Draft',
} satisfies typeof zh
