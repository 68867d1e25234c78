export default {
  title: '登录',
  lead: '选择本人账户，用口令解开签名密钥。密钥只在本机使用，不会发送出去。',
  accounts: '人员账户',
  passphrase: '口令',
  submit: '登录',
  demoPassphrase: '演示口令 {{passphrase}} 已填好；它不保护任何东西。',
  notOnLedger: '授权尚未定局，暂不能签署',
  ended: '登录已失效',
  endedHint: '重新登录后回到原来的页面，未保存的输入仍在。',
  choose: '请先选择账户',
  none: '本数据目录没有人员账户',
  noneHint: '请由管理员重新导入成员包。',
}
