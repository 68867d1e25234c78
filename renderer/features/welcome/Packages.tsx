import { CheckOutlined, DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Checkbox, Space } from 'antd'
import { useState } from 'react'
import { download } from '../../ui/files.ts'
import { Block } from '../../ui/Page.tsx'
import { useWords } from '../../words/use-words.ts'
import { usePackages, type MemberPackage } from './packages.ts'

/** The packages of a network just founded: each to be saved and handed over before the desktop opens. */
export function Packages() {
  const { t } = useWords()
  const { list, put } = usePackages()
  const [saved, setSaved] = useState<ReadonlySet<string>>(new Set())
  const [sure, setSure] = useState(false)
  const save = (one: MemberPackage): void => {
    download(one.fileName, one.text)
    setSaved((old) => new Set([...old, one.id]))
  }
  return (
    <main className="center-screen" data-testid="packages">
      <div className="welcome">
        <Block title={t('welcome.found.title')} testId="found-done">
          <div className="stack">
            <Alert type="success" showIcon title={t('welcome.found.done')} description={t('welcome.found.doneNext')} />
            <Space wrap>
              <Button type="primary" icon={<DownloadOutlined />} data-testid="found-save-all" onClick={() => list.forEach(save)}>{t('welcome.found.saveAll', { n: list.length })}</Button>
              {list.map((one) => <Button key={one.id} icon={saved.has(one.id) ? <CheckOutlined /> : <DownloadOutlined />} data-testid={`found-save-${one.id}`} onClick={() => save(one)}>{t('welcome.found.save', { name: one.fileName })}</Button>)}
            </Space>
            <Checkbox checked={sure} data-testid="found-sure" onChange={(event) => setSure(event.target.checked)}>{t('welcome.found.sure')}</Checkbox>
            <Button type="primary" disabled={!sure} data-testid="found-enter" onClick={() => put([])}>{t('welcome.found.enter')}</Button>
          </div>
        </Block>
      </div>
    </main>
  )
}
