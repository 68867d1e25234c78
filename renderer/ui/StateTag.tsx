import { CheckCircleFilled, CloseCircleOutlined, EyeOutlined, SaveOutlined, SendOutlined } from '@ant-design/icons'
import { Tag, Tooltip } from 'antd'
import type { RecordState } from '../../shared/contract/base.ts'
import { useWords } from '../words/use-words.ts'

const looks = {
  saved: { icon: <SaveOutlined />, color: 'default' },
  sent: { icon: <SendOutlined />, color: 'blue' },
  witnessed: { icon: <EyeOutlined />, color: 'gold' },
  final: { icon: <CheckCircleFilled />, color: 'green' },
} as const

/** The state of a record in one of the four words, everywhere the same; the hint says what it needs to be true. */
export function StateTag({ state }: { readonly state: RecordState }) {
  const { t, problem } = useWords()
  const { word, k, q, height } = state
  if (state.void) {
    const { cause } = problem(state.void)
    return (
      <Tooltip title={cause}>
        <Tag icon={<CloseCircleOutlined />} color="red" data-testid="record-state" data-word="void">{t('terms.state.void')}</Tag>
      </Tooltip>
    )
  }
  return (
    <Tooltip title={t(`terms.stateHint.${word}`, { k, q, height: height ?? '' })}>
      <Tag icon={looks[word].icon} color={looks[word].color} data-testid="record-state" data-word={word}>
        {t(`terms.state.${word}`, { k, q })}
      </Tag>
    </Tooltip>
  )
}
