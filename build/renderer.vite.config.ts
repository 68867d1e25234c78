import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = path.resolve(import.meta.dirname, '..')

/**
 * antd's helpers hand the nonce of the content policy to most style elements, but not to the ones that lock scrolling
 * under a dialog or measure a scroll bar; those would be refused. Here every one gets it, from the page's own meta tag.
 */
function nonceForEveryStyle(): Plugin {
  const before = 'const styleNode = document.createElement(\'style\');'
  return {
    name: 'nonce-for-every-style',
    transform(code, id) {
      if (!id.replaceAll('\\', '/').endsWith('@rc-component/util/es/Dom/dynamicCSS.js')) return null
      if (!code.includes(before)) return this.error('dynamicCSS.js of @rc-component/util no longer makes its style element as expected')
      return code.replace(before, `${before}\n  styleNode.nonce = document.querySelector('meta[name="csp-nonce"]')?.content ?? '';`)
    },
  }
}

/**
 * The page: one folder that works under the desktop's own scheme and under a loopback address alike, so every asset
 * path is relative and nothing is inlined (the content policy admits no inline script and no data: font).
 */
export default defineConfig({
  root: path.join(root, 'renderer'),
  base: './',
  publicDir: false,
  plugins: [react(), nonceForEveryStyle()],
  build: {
    outDir: path.join(root, 'out/renderer'),
    emptyOutDir: true,
    target: 'chrome120',
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)/ },
            { name: 'antd', test: /node_modules[\\/](antd|@ant-design|@rc-component|dayjs)/ },
            { name: 'vendor', test: /node_modules/ },
          ],
        },
      },
    },
  },
})
