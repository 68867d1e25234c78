import type zh from '../zh-CN/ui-common.ts'

export default {
  time: {
    now: 'just now',
    seconds: '{{n}} s ago',
    minutes: '{{n}} min ago',
    hours: '{{n}} h ago',
    days: '{{n}} days ago',
    beijing: '{{time}} (Beijing time)',
  },
  money: {
    yuan: 'CNY {{amount}}',
    wan: 'CNY {{amount}} × 10⁴',
  },
  record: 'Record id',
  height: 'Block {{height}}',
  basis: 'Data as of block {{height}}',
  grade: {
    noScore: 'No score',
    unrated: 'Not rated',
  },
  person: {
    you: '{{name}} (you)',
  },
  diff: {
    field: 'Field',
    before: 'Before',
    after: 'After',
    same: 'No difference',
  },
  entries: '{{n}} entries, digest',
} satisfies typeof zh
