import type { InstitutionHit } from './types.ts'

export interface InstitutionRow {
  uscc: string
  name_zh: string
  name_en: string | null
  short_name: string | null
  former_names: string
  type: string
  home: string
  region: string
  biz_status: string
  score: number | null
  notation: string | null
  class: string | null
  flags: string
  engagements: number
  conduct_positive: number
  conduct_negative: number
  ratings: number
  height: number
}

export const COLUMNS =
  'uscc, name_zh, name_en, short_name, former_names, type, home, region, biz_status, score, notation, class, flags, engagements, conduct_positive, conduct_negative, ratings, height'

export function toHit(row: InstitutionRow): InstitutionHit {
  return {
    uscc: row.uscc,
    nameZh: row.name_zh,
    nameEn: row.name_en,
    shortName: row.short_name,
    formerNames: JSON.parse(row.former_names) as string[],
    type: row.type,
    home: row.home,
    regionCode: row.region,
    bizStatus: row.biz_status,
    composite: row.notation === null ? null : { score: row.score, notation: row.notation, class: row.class ?? '', flags: JSON.parse(row.flags) as string[] },
    engagements: row.engagements,
    conductPositive: row.conduct_positive,
    conductNegative: row.conduct_negative,
    ratings: row.ratings,
    height: row.height,
  }
}
