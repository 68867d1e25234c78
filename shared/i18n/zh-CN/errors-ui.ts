export default {
  UI_NOT_CONNECTED: { cause: '暂时连不上本机的节点', next: '正在自动重连；已输入的内容保留在本窗口。' },
  UI_CONNECTION_LOST: { cause: '与本机节点的连接中断，操作未完成', next: '恢复连接后请先查看结果，再决定是否重做。' },
  UI_INPUT_REFUSED: { cause: '提交的内容格式不被接受：{{detail}}', next: '请检查所填内容；如确认无误，请把代码交给技术支持。' },
  UI_UNEXPECTED: { cause: '出现意外错误：{{detail}}', next: '请重试；如仍出现，请把代码和时间交给技术支持。' },
  UI_NOT_ALLOWED: { cause: '当前人员不能执行此操作', next: '请由具备相应岗位的人员登录后办理。' },
  UI_FORM_HAS_ERRORS: { cause: '还有 {{errors}} 个错误未改正', next: '点击左侧“校验”逐项查看并改正。' },
  UI_PROOF_NEEDS_FINAL: { cause: '记录尚未定局，还没有证明', next: '请等状态变为“已定局”后再导出。' },
  UI_RATING_OPINION_MISSING: { cause: '还没有写评级意见', next: '请在“评级意见”中说明结论和理由。' },
  UI_RATING_REASON_MISSING: { cause: '有委员会调整但没有理由', next: '请写明调整理由，或把调整改为 0。' },
  UI_REASON_MISSING: { cause: '还没有写明理由（至少四个字）', next: '请写明理由，其他成员据此判断。' },
  UI_FIELD_MISSING: { cause: '还缺少“{{field}}”', next: '请填写后再签署。' },
  UI_FINGERPRINT_FIRST: { cause: '还没有与申请方核对指纹', next: '请通过电话逐字核对，再勾选确认。' },
}
