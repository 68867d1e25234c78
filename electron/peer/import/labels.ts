import type { EnumName } from '../../../shared/credit/enums.ts'

/**
 * What people write into spreadsheets for a code, besides the code itself and the screens' own label of it (the `credit`
 * catalogue): shorter and older words, by code list.
 */
export const OTHER_WORDS: { readonly [list in EnumName]?: Readonly<Record<string, readonly string[]>> } = {
  institutionType: {
    SPONSOR: ['推荐商', '推荐'],
    UNDERWRITER: ['承销商', '承销'],
    SECURITIES: ['券商'],
    LAW: ['律所'],
    CPA: ['会计所'],
    APPRAISAL: ['评估机构', '资产评估', '评估公司'],
    TAX: ['税务师', '税务所'],
    RATINGAGENCY: ['信用评级机构', '评级机构'],
    FINADVISER: ['财务顾问', '财务顾问机构', '咨询机构'],
    PEVC: ['私募基金管理人', '投资机构', '创业投资机构', '私募'],
    BANK: ['银行', '商业银行'],
    GUARANTEE: ['担保机构', '融资担保公司', '担保'],
    TRUSTEE: ['受托管理机构'],
    IP: ['专利代理机构', '知识产权'],
    ITSERVICE: ['信息技术服务'],
    INCUBATOR: ['孵化器', '孵化机构'],
    OTHER: ['其他', '其它'],
  },
  bizStatus: {
    ACTIVE: ['正常', '存续', '在业', '开业'],
    SUSPENDED: ['停业', '歇业', '暂停'],
    DEREGISTERED: ['注销'],
    REVOKED: ['吊销'],
  },
  serviceKind: {
    LISTING_RECOMMENDATION: ['推荐挂牌'],
    LEGAL_OPINION: ['法律意见书'],
    APPRAISAL: ['评估'],
    CB_UNDERWRITING: ['私募可转债承销'],
    SUPERVISION: ['督导'],
    RESTRUCTURING: ['改制', '股份制改造', '重组'],
    ADVISORY: ['咨询', '财务顾问', '顾问'],
    OTHER: ['其他', '其它'],
  },
  engagementState: {
    ONGOING: ['执行中'],
    ACCEPTED: ['验收', '完成', '已完成'],
    TERMINATED: ['终止'],
  },
  polarity: {
    POSITIVE: ['良好', '守信'],
    NEGATIVE: ['失信', '不良'],
  },
  authorityLevel: {
    A1: ['司法机关', '国务院部门'],
    A2: ['证监局', '省级主管部门', '地方金融管理局'],
    A3: ['证券交易所', '交易所', '全国性行业协会', '全国股转'],
    A4: ['区域性股权市场', '股权中心'],
    A5: ['地方协会', '地方行业协会'],
  },
  subjectKind: {
    INSTITUTION: ['机构本身'],
    BRANCH: ['分所', '分公司'],
    STAFF: ['人员'],
  },
}
