/**
 * Chinese words that tables use for the codes of the record fields, with the usual variants. The screens' labels are in the
 * catalogues; these are what people write into spreadsheets. The first word of each code is the one in the templates' notes.
 */
type Words = Readonly<Record<string, readonly string[]>>

export const INSTITUTION_TYPE_WORDS: Words = {
  SPONSOR: ['推荐机构', '推荐商', '推荐'],
  UNDERWRITER: ['承销机构', '承销商', '承销'],
  SECURITIES: ['证券公司', '券商'],
  LAW: ['律师事务所', '律所'],
  CPA: ['会计师事务所', '会计所'],
  APPRAISAL: ['资产评估机构', '评估机构', '资产评估'],
  TAX: ['税务师事务所', '税务师'],
  RATINGAGENCY: ['资信评级机构', '信用评级机构', '评级机构'],
  FINADVISER: ['财务顾问', '财务顾问机构'],
  PEVC: ['私募基金管理人', '创业投资机构', '私募'],
  BANK: ['银行', '商业银行'],
  GUARANTEE: ['担保机构', '融资担保公司', '担保'],
  TRUSTEE: ['受托管理人', '受托管理机构'],
  IP: ['知识产权服务机构', '专利代理机构', '知识产权'],
  ITSERVICE: ['信息技术服务机构', '信息技术服务'],
  INCUBATOR: ['孵化器', '孵化机构'],
  OTHER: ['其他', '其它'],
}

export const BIZ_STATUS_WORDS: Words = {
  ACTIVE: ['正常', '存续', '在业', '开业'],
  SUSPENDED: ['停业', '歇业', '暂停'],
  DEREGISTERED: ['注销'],
  REVOKED: ['吊销'],
}

export const SERVICE_KIND_WORDS: Words = {
  LISTING_RECOMMENDATION: ['挂牌推荐', '推荐挂牌'],
  LEGAL_OPINION: ['法律意见', '法律意见书'],
  AUDIT: ['审计'],
  CAPITAL_VERIFICATION: ['验资'],
  APPRAISAL: ['评估', '资产评估'],
  CB_UNDERWRITING: ['可转债承销', '私募可转债承销'],
  TRUSTEE: ['受托管理'],
  SUPERVISION: ['持续督导', '督导'],
  RESTRUCTURING: ['改制', '股份制改造', '重组'],
  ADVISORY: ['咨询', '财务顾问', '顾问'],
  OTHER: ['其他', '其它'],
}

export const ENGAGEMENT_STATE_WORDS: Words = {
  ONGOING: ['进行中', '执行中'],
  ACCEPTED: ['已验收', '验收', '完成', '已完成'],
  TERMINATED: ['终止', '已终止'],
}

export const POLARITY_WORDS: Words = {
  POSITIVE: ['正面', '良好', '守信'],
  NEGATIVE: ['负面', '失信', '不良'],
  NEUTRAL: ['中性'],
}

export const AUTHORITY_LEVEL_WORDS: Words = {
  A1: ['司法机关', '国务院部门'],
  A2: ['证监局', '省级主管部门', '地方金融管理局'],
  A3: ['证券交易所', '全国性行业协会', '全国股转'],
  A4: ['区域性股权市场', '本中心', '股权中心'],
  A5: ['地方协会', '地方性行业协会'],
  A6: ['投诉核实'],
}

export const EVIDENCE_TYPE_WORDS: Words = {
  E1: ['官方决定书'],
  E2: ['官方网站公示页'],
  E3: ['中心检查底稿'],
  E4: ['服务合同与验收记录'],
  E5: ['满意度调查原始结果'],
  E6: ['机构申报材料'],
  E7: ['裁判文书'],
  E8: ['资质证照'],
  E9: ['投诉核查材料'],
  E10: ['系统日志'],
}

export const SUBJECT_KIND_WORDS: Words = {
  INSTITUTION: ['机构', '机构本身'],
  BRANCH: ['分支机构', '分所', '分公司'],
  STAFF: ['从业人员', '人员'],
}
