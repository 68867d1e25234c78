import { centerOf, CENTERS } from '../../../shared/credit/member/centers.ts'
import type { Tier } from '../../../shared/credit/enums.ts'

/** One founder of a demonstration network. Which centers founded the real one is not public: this choice is an illustration. */
export interface DemoMember {
  readonly id: string
  readonly tier: Tier
  readonly nameZh: string
  readonly nameEn: string
  readonly regionCode: string
}

/** Passphrase of every account of a demonstration: it protects nothing and is shown on screen. */
export const DEMO_PASSPHRASE = 'demonstration'

export const OPERATOR: DemoMember = { id: 'SZSE', tier: 'OPERATOR', nameZh: '深圳证券交易所', nameEn: 'Shenzhen Stock Exchange', regionCode: '440300' }
const FOUNDERS = ['BJ', 'SH', 'JS', 'ZJ', 'SZX'] as const

/** The operator and `count - 1` centers: the five founders of the illustration first, then further ones as ordinary members. */
export function demoMembers(count = 6): readonly DemoMember[] {
  const others = CENTERS.map((center) => center.code).filter((code) => !(FOUNDERS as readonly string[]).includes(code))
  const codes = [...FOUNDERS, ...others].slice(0, count - 1)
  return [
    OPERATOR,
    ...codes.map((code, index): DemoMember => {
      const { nameZh, nameEn, regionCode } = centerOf(code)!
      return { id: code, tier: index < FOUNDERS.length ? 'COUNCIL' : 'MEMBER', nameZh, nameEn, regionCode }
    }),
  ]
}
