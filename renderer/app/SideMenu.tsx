import { useQuery } from '@tanstack/react-query'
import { Badge, Menu } from 'antd'
import { Link, useLocation } from 'react-router'
import { api } from '../api/client.ts'
import { useWords } from '../words/use-words.ts'
import { screens } from './screens.tsx'

/** The screens, with the number of things that wait for the signed-in person. */
export function SideMenu() {
  const { t } = useWords()
  const { pathname } = useLocation()
  const { data } = useQuery(api.overview.get.queryOptions())
  const todo = data?.todo
  const badges: Partial<Record<string, number>> = {
    drafts: todo ? todo.returned + todo.toReview + todo.toVote + todo.toApprove : 0,
    membership: todo?.toDecide ?? 0,
  }
  return (
    <nav aria-label={t('app.menu.label')}>
      <Menu
        mode="inline"
        selectedKeys={[pathname.split('/')[1] ?? '']}
        items={screens.map(({ key, path, icon }, index) => ({
          key,
          icon,
          title: `${t(`app.menu.${key}`)} (Alt+${index + 1})`,
          label: (
            <Link to={path} data-testid={`menu-${key}`}>
              {t(`app.menu.${key}`)}
              {(badges[key] ?? 0) > 0 && <Badge count={badges[key]} size="small" className="menu-badge" />}
            </Link>
          ),
        }))}
      />
    </nav>
  )
}
