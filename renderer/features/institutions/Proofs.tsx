import { DownOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { peer } from '../../api/client.ts'
import { download } from '../../ui/files.ts'
import { useAct } from '../../ui/use-act.ts'
import { useWords } from '../../words/use-words.ts'

/** Files about this institution that a third party verifies offline. */
export function Proofs({ uscc }: { readonly uscc: string }) {
  const { t } = useWords()
  const act = useAct()
  const save = (type: 'completeness' | 'report'): void =>
    void act(async () => {
      const { fileName, text } = await peer.network.exportProof({ type, uscc })
      download(fileName, text)
    })
  const items = (['completeness', 'report'] as const).map((type) => ({
    key: type,
    onClick: () => save(type),
    label: <span className="menu-item" data-testid={`prove-${type}`}>{t(`institutions.prove.${type}`)}<span className="quiet">{t(`institutions.prove.${type}Hint`)}</span></span>,
  }))
  return (
    <Dropdown trigger={['click']} menu={{ items }}>
      <Button data-testid="prove">{t('institutions.prove.title')} <DownOutlined aria-hidden /></Button>
    </Dropdown>
  )
}
