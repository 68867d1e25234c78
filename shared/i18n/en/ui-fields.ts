import type zh from '../zh-CN/ui-fields.ts'

export default {
  attachments: 'Evidence',
  sha256: 'Digest (SHA-256)',
  size: 'Size (bytes)',
  mime: 'Media type',
  notation: 'Grade',
  committee: 'Committee',
  list: 'List',
  indicator: 'Indicator',
  applied: 'Applied',
  recordId: 'Record id',
  id: 'Id',
  ratingClass: 'Class',
} satisfies typeof zh
