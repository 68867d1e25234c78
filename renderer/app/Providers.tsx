import { App as AntApp, ConfigProvider, theme } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo, type ReactNode } from 'react'
import { queryClient } from '../api/query-client.ts'
import { useHost } from '../api/host-state.ts'
import { useSettings } from '../words/settings.ts'

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''

/** System fonts that carry Chinese on Windows, macOS and Linux. */
const fontFamily = '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", sans-serif'
const fontFamilyCode = '"Cascadia Mono", Consolas, "SF Mono", Menlo, "Noto Sans Mono CJK SC", "DejaVu Sans Mono", monospace'

/** Theme, language and data for everything below. A demonstration has another colour than a real network. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const { language, dark } = useSettings()
  const demo = useHost((host) => host.state?.mode === 'demo')
  useEffect(() => {
    dayjs.locale(language === 'en' ? 'en' : 'zh-cn')
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
    document.documentElement.dataset['network'] = demo ? 'demo' : 'real'
  }, [language, dark, demo])
  const primary = demo ? (dark ? '#bb93dc' : '#8a4fb5') : dark ? '#6aa9d8' : '#1f5a87'
  const themeConfig = useMemo(
    () => ({
      algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
      token: {
        colorPrimary: primary,
        colorInfo: primary,
        colorLink: primary,
        ...(dark ? {} : { colorInfoBg: demo ? '#f5eefb' : '#e9f2f9', colorInfoBorder: demo ? '#dac6ec' : '#b9d4e8' }),
        borderRadius: 4,
        fontSize: 14,
        controlHeight: 30,
        fontFamily,
        fontFamilyCode,
        motion: false,
      },
      components: {
        Layout: { headerHeight: 48, headerPadding: '0 16px' },
        Table: { cellPaddingBlockSM: 5, cellPaddingInlineSM: 8 },
        Menu: { itemHeight: 36, itemMarginInline: 4 },
        Card: { bodyPaddingSM: 12, headerHeightSM: 36 },
        Form: { itemMarginBottom: 14 },
        Alert: { withDescriptionPadding: '8px 12px', withDescriptionIconSize: 18 },
      },
    }),
    [dark, demo, primary],
  )
  return (
    <ConfigProvider locale={language === 'en' ? enUS : zhCN} theme={themeConfig} csp={{ nonce }} wave={{ disabled: true }} button={{ autoInsertSpace: false }}>
      <AntApp className="app" message={{ top: 84 }} notification={{ top: 84 }}>
        <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  )
}
