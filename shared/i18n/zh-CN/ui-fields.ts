export default {
  attachments: '证据材料',
  sha256: '摘要（SHA-256）',
  size: '大小（字节）',
  mime: '文件类型',
  notation: '等级',
  committee: '评级委员会',
  list: '清单',
  indicator: '指标',
  applied: '得分',
  recordId: '记录编号',
  id: '编号',
  ratingClass: '信用类别',
}
