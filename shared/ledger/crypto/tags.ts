import { utf8 } from '../../kit/bytes.ts'

/** Domain tags: what is hashed or signed for one purpose can never be taken for another. All end in a zero byte. */
export const TAG = {
  genesis: utf8('zxl1/genesis\0'),
  record: utf8('zxl1/rec\0'),
  recordSignature: utf8('zxl1/rec-sig\0'),
  block: utf8('zxl1/blk\0'),
  vote: utf8('zxl1/vote\0'),
  members: utf8('zxl1/members\0'),
  order: utf8('zxl1/ord\0'),
  key: utf8('zxl1/key\0'),
  step: utf8('zxl1/step\0'),
  subject: utf8('zxl1/sub\0'),
  ready: utf8('zxl1/ready\0'),
  invitation: utf8('zxl1/invite\0'),
  join: utf8('zxl1/join\0')
} as const
