/**
 * The 35 regional equity exchange centers by the codes of JR/T 0326-2024, table 1. Chinese names follow the standard or the
 * centers' present names; English names are translations of this project, not official ones. USCCs only where published.
 */
export interface Center {
  readonly code: string
  readonly nameZh: string
  readonly nameEn: string
  readonly shortZh: string
  readonly regionZh: string
  readonly regionEn: string
  /** GB/T 2260, six digits. */
  readonly regionCode: string
  /** Chain id of JR/T 0325-2024 (`did:rem:<chainId>:<USCC>`). */
  readonly chainId: string
  readonly uscc?: string
  readonly formerNames?: string
}

export const CENTERS: readonly Center[] = [
  { code: 'BJ', nameZh: '北京股权交易中心有限公司', nameEn: 'Beijing Equity Exchange Center Co., Ltd.', shortZh: '北京股交', regionZh: '北京', regionEn: 'Beijing', regionCode: '110000', chainId: 'beijing' },
  { code: 'TJ', nameZh: '天津滨海柜台交易市场股份公司', nameEn: 'Tianjin Binhai OTC Market Co., Ltd.', shortZh: '天津OTC', regionZh: '天津', regionEn: 'Tianjin', regionCode: '120000', chainId: 'tianjin' },
  { code: 'HE', nameZh: '雄安股权交易所股份有限公司', nameEn: 'Xiong\'an Equity Exchange Co., Ltd.', shortZh: '雄安股交', regionZh: '河北', regionEn: 'Hebei', regionCode: '130000', chainId: 'hebei', formerNames: '石家庄股权交易所' },
  { code: 'SX', nameZh: '山西股权交易中心有限公司', nameEn: 'Shanxi Equity Exchange Center Co., Ltd.', shortZh: '山西股交', regionZh: '山西', regionEn: 'Shanxi', regionCode: '140000', chainId: 'shanxi' },
  { code: 'NM', nameZh: '内蒙古股权交易中心股份有限公司', nameEn: 'Inner Mongolia Equity Exchange Center Co., Ltd.', shortZh: '内蒙古股交', regionZh: '内蒙古', regionEn: 'Inner Mongolia', regionCode: '150000', chainId: 'neimenggu' },
  { code: 'LN', nameZh: '辽宁股权交易中心股份有限公司', nameEn: 'Liaoning Equity Exchange Center Co., Ltd.', shortZh: '辽宁股交', regionZh: '辽宁', regionEn: 'Liaoning', regionCode: '210000', chainId: 'liaoning' },
  { code: 'JL', nameZh: '吉林股权交易所股份有限公司', nameEn: 'Jilin Equity Exchange Co., Ltd.', shortZh: '吉林股交', regionZh: '吉林', regionEn: 'Jilin', regionCode: '220000', chainId: 'jilin' },
  { code: 'HL', nameZh: '黑龙江股权交易中心有限责任公司', nameEn: 'Heilongjiang Equity Exchange Center Co., Ltd.', shortZh: '黑龙江股交', regionZh: '黑龙江', regionEn: 'Heilongjiang', regionCode: '230000', chainId: 'heilongjiang', formerNames: '哈尔滨股权交易中心' },
  { code: 'SH', nameZh: '上海股权托管交易中心股份有限公司', nameEn: 'Shanghai Equity Exchange Co., Ltd.', shortZh: '上海股交', regionZh: '上海', regionEn: 'Shanghai', regionCode: '310000', chainId: 'shanghai', uscc: '91310000564759688N' },
  { code: 'JS', nameZh: '江苏股权交易中心有限责任公司', nameEn: 'Jiangsu Equity Exchange Co., Ltd.', shortZh: '江苏股交', regionZh: '江苏', regionEn: 'Jiangsu', regionCode: '320000', chainId: 'jiangsu' },
  { code: 'ZJ', nameZh: '浙江股权服务集团有限公司', nameEn: 'Zhejiang Equity Service Group Co., Ltd.', shortZh: '浙江股交', regionZh: '浙江', regionEn: 'Zhejiang', regionCode: '330000', chainId: 'zhejiang', formerNames: '浙江省股权交易中心有限公司' },
  { code: 'AH', nameZh: '安徽省股权托管交易中心有限责任公司', nameEn: 'Anhui Equity Custody and Exchange Center Co., Ltd.', shortZh: '安徽股交', regionZh: '安徽', regionEn: 'Anhui', regionCode: '340000', chainId: 'anhui' },
  { code: 'FJ', nameZh: '海峡股权交易中心（福建）有限公司', nameEn: 'Haixia Equity Exchange (Fujian) Co., Ltd.', shortZh: '海峡股交', regionZh: '福建', regionEn: 'Fujian', regionCode: '350000', chainId: 'fujian' },
  { code: 'JX', nameZh: '江西联合股权交易中心股份有限公司', nameEn: 'Jiangxi United Equity Exchange Center Co., Ltd.', shortZh: '江西股交', regionZh: '江西', regionEn: 'Jiangxi', regionCode: '360000', chainId: 'jiangxi' },
  { code: 'SD', nameZh: '齐鲁股权交易中心有限公司', nameEn: 'Qilu Equity Exchange Center Co., Ltd.', shortZh: '齐鲁股交', regionZh: '山东', regionEn: 'Shandong', regionCode: '370000', chainId: 'shandong', formerNames: '齐鲁股权托管交易中心' },
  { code: 'HA', nameZh: '中原股权交易中心股份有限公司', nameEn: 'Zhongyuan Equity Exchange Center Co., Ltd.', shortZh: '中原股交', regionZh: '河南', regionEn: 'Henan', regionCode: '410000', chainId: 'henan' },
  { code: 'HB', nameZh: '武汉股权托管交易中心有限公司', nameEn: 'Wuhan Equity Custody and Exchange Center Co., Ltd.', shortZh: '武汉股交', regionZh: '湖北', regionEn: 'Hubei', regionCode: '420000', chainId: 'hubei' },
  { code: 'HN', nameZh: '湖南股权交易所有限公司', nameEn: 'Hunan Equity Exchange Co., Ltd.', shortZh: '湖南股交', regionZh: '湖南', regionEn: 'Hunan', regionCode: '430000', chainId: 'hunan' },
  { code: 'GD', nameZh: '广东股权交易中心股份有限公司', nameEn: 'Guangdong Equity Exchange Center Co., Ltd.', shortZh: '广东股交', regionZh: '广东', regionEn: 'Guangdong', regionCode: '440000', chainId: 'guangdong', formerNames: '广州股权交易中心;广东金融高新区股权交易中心(合并)' },
  { code: 'GX', nameZh: '广西北部湾股权交易所股份有限公司', nameEn: 'Guangxi Beibu Gulf Equity Exchange Co., Ltd.', shortZh: '北部湾股交', regionZh: '广西', regionEn: 'Guangxi', regionCode: '450000', chainId: 'guangxi' },
  { code: 'HI', nameZh: '海南股权交易中心有限责任公司', nameEn: 'Hainan Equity Exchange Center Co., Ltd.', shortZh: '海南股交', regionZh: '海南', regionEn: 'Hainan', regionCode: '460000', chainId: 'hainan' },
  { code: 'CQ', nameZh: '重庆股份转让中心有限责任公司', nameEn: 'Chongqing Share Transfer Center Co., Ltd.', shortZh: '重庆OTC', regionZh: '重庆', regionEn: 'Chongqing', regionCode: '500000', chainId: 'chongqing' },
  { code: 'SC', nameZh: '天府（四川）联合股权交易中心股份有限公司', nameEn: 'Tianfu (Sichuan) United Equity Exchange Center Co., Ltd.', shortZh: '天府股交', regionZh: '四川', regionEn: 'Sichuan', regionCode: '510000', chainId: 'sichuan', formerNames: '成都(川藏)股权交易中心' },
  { code: 'GZ', nameZh: '贵州股权交易中心有限公司', nameEn: 'Guizhou Equity Exchange Center Co., Ltd.', shortZh: '贵州股交', regionZh: '贵州', regionEn: 'Guizhou', regionCode: '520000', chainId: 'guizhou', formerNames: '贵州股权金融资产交易中心' },
  { code: 'YN', nameZh: '云南省股权交易中心有限公司', nameEn: 'Yunnan Equity Exchange Center Co., Ltd.', shortZh: '云南股交', regionZh: '云南', regionEn: 'Yunnan', regionCode: '530000', chainId: 'yunnan' },
  { code: 'SN', nameZh: '陕西股权交易中心股份有限公司', nameEn: 'Shaanxi Equity Exchange Center Co., Ltd.', shortZh: '陕西股交', regionZh: '陕西', regionEn: 'Shaanxi', regionCode: '610000', chainId: 'shaanxi' },
  { code: 'GS', nameZh: '甘肃股权交易中心股份有限公司', nameEn: 'Gansu Equity Exchange Center Co., Ltd.', shortZh: '甘肃股交', regionZh: '甘肃', regionEn: 'Gansu', regionCode: '620000', chainId: 'gansu' },
  { code: 'QH', nameZh: '青海股权交易中心有限公司', nameEn: 'Qinghai Equity Exchange Center Co., Ltd.', shortZh: '青海股交', regionZh: '青海', regionEn: 'Qinghai', regionCode: '630000', chainId: 'qinghai' },
  { code: 'NX', nameZh: '宁夏股权托管交易中心（有限公司）', nameEn: 'Ningxia Equity Custody and Exchange Center (Co., Ltd.)', shortZh: '宁夏股交', regionZh: '宁夏', regionEn: 'Ningxia', regionCode: '640000', chainId: 'ningxia' },
  { code: 'XJ', nameZh: '新疆股权交易中心有限公司', nameEn: 'Xinjiang Equity Exchange Center Co., Ltd.', shortZh: '新疆股交', regionZh: '新疆', regionEn: 'Xinjiang', regionCode: '650000', chainId: 'xinjiang' },
  { code: 'SZX', nameZh: '深圳前海股权交易中心有限公司', nameEn: 'Shenzhen Qianhai Equity Exchange Center Co., Ltd.', shortZh: '前海股交', regionZh: '深圳', regionEn: 'Shenzhen', regionCode: '440300', chainId: 'shenzhen' },
  { code: 'DLC', nameZh: '大连股权交易中心股份有限公司', nameEn: 'Dalian Equity Exchange Center Co., Ltd.', shortZh: '大连股交', regionZh: '大连', regionEn: 'Dalian', regionCode: '210200', chainId: 'dalian' },
  { code: 'NGB', nameZh: '宁波股权交易中心有限公司', nameEn: 'Ningbo Equity Exchange Center Co., Ltd.', shortZh: '宁波股交', regionZh: '宁波', regionEn: 'Ningbo', regionCode: '330200', chainId: 'ningbo' },
  { code: 'XMN', nameZh: '厦门两岸股权交易中心有限公司', nameEn: 'Xiamen Cross-Strait Equity Exchange Center Co., Ltd.', shortZh: '厦门两岸股交', regionZh: '厦门', regionEn: 'Xiamen', regionCode: '350200', chainId: 'xiamen' },
  { code: 'TAO', nameZh: '青岛蓝海股权交易中心有限责任公司', nameEn: 'Qingdao Blue Ocean (Lanhai) Equity Exchange Center Co., Ltd.', shortZh: '蓝海股交', regionZh: '青岛', regionEn: 'Qingdao', regionCode: '370200', chainId: 'qingdao' },
]

const BY_CODE: ReadonlyMap<string, Center> = new Map(CENTERS.map((center) => [center.code, center]))

/** Whether the text is the code of one of the 35 centers. */
export const isCenter = (code: string): boolean => BY_CODE.has(code)
/** The center of a code, or undefined. */
export const centerOf = (code: string): Center | undefined => BY_CODE.get(code)
