// `npm start`: the desktop application in Electron, or the same screens in a browser. Plain JavaScript, any Node since 14.
import path from 'path'
import { pathToFileURL } from 'url'
import { ensureNode } from '../bin/fit-node.js'
import { findElectron, runElectron } from './electron-host.js'
import { ensureBuilt, root } from './freshness.js'

const say = (line) => process.stderr.write(line + '\n')

const HELP = `npm start -- [--browser] [--port N] [--no-open] [--user-data DIR] [--demo]
  --browser        不用 Electron，直接在浏览器中使用 / use a browser instead of Electron
  --port N         浏览器模式的端口 / port of the browser mode (default: any free one)
  --no-open        不自动打开浏览器 / do not open the browser
  --user-data DIR  数据文件夹 / data folder
  --demo           直接打开演示网络 / open the demonstration network at once
`

const WHY = {
  display: '没有显示器，改为在浏览器中使用同一界面。/ There is no display here, so the same screens are served to a browser.',
  binary: '无法取得 Electron 程序，改为在浏览器中使用同一界面。/ The Electron binary could not be had, so the same screens are served to a browser.',
  start: 'Electron 无法在此启动，改为在浏览器中使用同一界面。/ Electron could not start here, so the same screens are served to a browser.',
}

/** Arguments as a map; null where one is unknown or lacks its value. */
function parse(argv) {
  const options = { browser: false, demo: false, open: true, port: '0', userData: null, help: false }
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i]
    if (arg === '--browser') options.browser = true
    else if (arg === '--demo') options.demo = true
    else if (arg === '--no-open') options.open = false
    else if (arg === '--help' || arg === '-h') options.help = true
    else if (arg === '--port' && /^\d{1,5}$/.test(argv[i + 1] || '') && Number(argv[i + 1]) < 65536) options.port = argv[++i]
    else if (arg === '--user-data' && argv[i + 1]) options.userData = path.resolve(argv[++i])
    else return null
  }
  return options
}

export async function start(argv) {
  const options = parse(argv)
  if (!options || options.help) {
    ;(options ? process.stdout : process.stderr).write(HELP)
    process.exit(options ? 0 : 2)
  }
  if (!ensureBuilt(say)) {
    say('构建失败，见上。/ The build failed, see above.')
    process.exit(1)
  }
  if (!options.browser) {
    const found = findElectron(say)
    if (found.file) {
      const args = (options.userData ? ['--user-data=' + options.userData] : []).concat(options.demo ? ['--demo'] : [])
      const code = await runElectron(found.file, args)
      if (code !== null) process.exit(code)
    }
    say(WHY[found.reason || 'start'])
  }
  const entry = path.join(root, 'out/peer/host-node.js')
  process.argv = [process.execPath, entry, '--port', options.port]
    .concat(options.userData ? ['--user-data', options.userData] : [])
    .concat(options.demo ? ['--demo'] : [])
    .concat(options.open ? [] : ['--no-open'])
  await import(pathToFileURL(entry).href)
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href && ensureNode()) void start(process.argv.slice(2))
