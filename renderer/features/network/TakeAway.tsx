import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { VERIFIER_PAGE } from '../../../shared/contract/page.ts'
import { peer } from '../../api/client.ts'
import { download } from '../../ui/files.ts'
import { useAct } from '../../ui/use-act.ts'
import { useWords } from '../../words/use-words.ts'

/** What somebody outside the network needs: the newest block as a signed note, and the page that checks all such files. */
export function TakeAway() {
  const { t } = useWords()
  const act = useAct()
  const checkpoint = (): void =>
    void act(async () => {
      const { fileName, text } = await peer.network.exportProof({ type: 'checkpoint' })
      download(fileName, text, 'text/plain')
    })
  const verifier = (): void =>
    void act(async () => {
      const answer = await fetch(`./${VERIFIER_PAGE}`)
      if (!answer.ok) throw new Error(String(answer.status))
      download(VERIFIER_PAGE, await answer.text(), 'text/html')
    })
  const item = (key: 'checkpoint' | 'verifier', onClick: () => void) => ({
    key,
    onClick,
    label: <span className="menu-item" data-testid={`take-${key}`}>{t(`network.take.${key}`)}<span className="quiet">{t(`network.take.${key}Hint`)}</span></span>,
  })
  return (
    <Dropdown trigger={['click']} menu={{ items: [item('checkpoint', checkpoint), item('verifier', verifier)] }}>
      <Button data-testid="take-away">{t('network.take.title')} <DownOutlined aria-hidden /></Button>
    </Dropdown>
  )
}
