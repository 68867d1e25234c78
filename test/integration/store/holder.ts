/** Opens a data folder, says so, and holds it until it is killed. `node holder.ts FOLDER` */
import { writeSync } from 'node:fs'
import { openFolder } from '../../../electron/peer/folder/open.ts'

openFolder(process.argv[2] ?? '.')
writeSync(1, 'open\n')
setInterval(() => undefined, 1 << 30)
