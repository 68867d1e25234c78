import { theme } from 'antd'
import { BarChart, LineChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import { init, use as useParts, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

useParts([BarChart, LineChart, ScatterChart, AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, CanvasRenderer])

interface Props {
  readonly option: EChartsCoreOption
  readonly height: number
  /** What the chart says, in words. */
  readonly label: string
}

/** A chart on a canvas. Tooltips are drawn as text: the content policy admits no style written into markup. */
export function Chart({ option, height, label }: Props) {
  const element = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType>(null)
  const { token } = theme.useToken()
  useEffect(() => {
    if (!element.current) return
    const axis = { axisLabel: { color: token.colorTextSecondary }, axisLine: { lineStyle: { color: token.colorBorder } }, splitLine: { lineStyle: { color: [token.colorBorderSecondary] } } }
    const made = init(element.current, { valueAxis: axis, categoryAxis: { ...axis, splitLine: { show: false } }, bar: { label: { color: token.colorText, textBorderWidth: 0 } } })
    chart.current = made
    const watch = new ResizeObserver(() => made.resize())
    watch.observe(element.current)
    return () => {
      watch.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [token])
  useEffect(() => {
    chart.current?.setOption(
      {
        animation: false,
        textStyle: { fontFamily: token.fontFamily, color: token.colorTextSecondary },
        color: [token.colorPrimary, token.colorWarning, token.colorSuccess],
        ...option,
        tooltip: { renderMode: 'richText', confine: true, ...(option['tooltip'] as object | undefined) },
      },
      true,
    )
  }, [option, token])
  return <div ref={element} role="img" aria-label={label} className="chart" style={{ height }} />
}
