export default {
  time: {
    now: '刚刚',
    seconds: '{{n}} 秒前',
    minutes: '{{n}} 分钟前',
    hours: '{{n}} 小时前',
    days: '{{n}} 天前',
    beijing: '{{time}}（北京时间）',
  },
  money: {
    yuan: '{{amount}} 元',
    wan: '{{amount}} 万元',
  },
  record: '记录编号',
  height: '区块 {{height}}',
  basis: '数据截至区块 {{height}}',
  grade: {
    noScore: '无分值',
    unrated: '未评级',
  },
  person: {
    you: '{{name}}（本人）',
  },
  diff: {
    field: '字段',
    before: '变更前',
    after: '变更后',
    same: '没有差异',
  },
  entries: '{{n}} 条，摘要',
}
