/** Verdicts on proof, evidence and checkpoint files: the same words on the command line, in the verifier page and in the application. */
export default {
  verdict: { valid: '有效', invalid: '无效', unreadable: '无法读取' },
  kind: { record: '记录证明', completeness: '全部记录证明', report: '信用报告证明', checkpoint: '账本检查点', evidence: '违规证据', proof: '证明文件', none: '未知文件' },
  says: {
    record: '该记录已在此网络定局，内容未被改动。',
    completeness: '截至所示区块，账本中关于该机构的有效记录恰为以下 {{count}} 条，无一遗漏。',
    report: '以下记录和账本内容均已在此网络定局，未被改动。',
    checkpoint: '该区块已在此网络定局。',
    evidence: '两份签名相互矛盾：签署者违反了投票规则。常见原因是复制了磁盘或在两台电脑上使用同一把密钥。',
  },
  complete: { yes: '所附记录是账本中关于该机构的全部有效记录。', no: '所附记录不是账本中关于该机构的全部有效记录（共 {{count}} 条）。', unknown: '该网络不统计每个机构的记录数，不能断定所附记录是否齐全。' },
  untrusted: '请与您所指的网络核对创世哈希值：本次验证没有指定网络。',
  demo: '演示网络：其中内容均为虚构，不具任何效力。',
  label: {
    network: '网络', genesis: '创世哈希', agency: '机构', asOf: '截至', block: '区块', records: '账本记录数', signers: '签署成员', rule: '违反规则', members: '涉及成员', place: '位置', device: '设备密钥', record: '记录', author: '发布机构', index: '账本位置', state: '状态', signedAt: '签署时间',
  },
  signed: '{{signers}}（{{k}}/{{n}} 席，需 {{q}} 席）',
  height: '高度 {{height}}，第 {{epoch}} 届',
  place: '第 {{epoch}} 届，高度 {{height}}，第 {{view}} 轮',
  sequence: '序号 {{sequence}} 使用了两次',
  rule: { E1: '同一轮公证了两个区块', E2: '同一轮定局了两个区块', E3: '同一轮既弃轮又定局', A1: '同一设备以同一序号签署了两条记录', FORK: '同一高度有两个定局区块' },
  state: {
    inForce: '有效，未被更改', void: '已定局但无效力：{{problem}}', superseded: '已被新版本取代（{{by}}）', disputed: '异议处理中（{{by}}）',
    repaired: '信用已修复（{{by}}）', withdrawn: '已撤回（{{by}}）', aged: '已过保留期（{{on}} 起不再计入）',
  },
  page: {
    title: '征信链 验证器',
    lead: '把证明文件拖到这里，或点击选择。文件只在本机处理，本页不连接任何网络。',
    choose: '选择文件',
    genesis: '要求的创世哈希（可选）',
    genesisHint: '由您信任的渠道取得；填写后，只认可该网络的文件。',
    genesisWrong: '应为 64 位十六进制。',
    tooLarge: '文件过大。',
    language: 'English',
    content: '内容',
    entries: '账本内容（{{count}} 项）',
  },
}
