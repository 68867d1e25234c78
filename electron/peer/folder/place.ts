import type { Problem } from '../../../shared/kit/result.ts'
import { problem } from '../../../shared/kit/result.ts'

/** Folders that other software copies behind our back: a file changed under an open database damages it. */
const SYNCHRONISED: readonly (readonly [RegExp, string])[] = [
  [/[\\/]OneDrive( - [^\\/]+)?([\\/]|$)/i, 'OneDrive'],
  [/[\\/]Dropbox([\\/]|$)/i, 'Dropbox'],
  [/[\\/](Google Drive|GoogleDrive|My Drive)([\\/]|$)/i, 'Google Drive'],
  [/[\\/](iCloudDrive|Mobile Documents)([\\/]|$)/i, 'iCloud'],
  [/[\\/](Nutstore|坚果云|我的坚果云)([\\/]|$)/i, '坚果云'],
  [/[\\/](BaiduSyncdisk|百度网盘同步空间|BaiduNetdisk)([\\/]|$)/i, '百度网盘'],
  [/[\\/](WeiyunDisk|微云|微云同步助手)([\\/]|$)/i, '微云'],
]

/** What is unwise about a place for a data folder: FOLDER_ON_NETWORK, FOLDER_SYNCHRONISED {service}. */
export function placeWarnings(path: string): Problem[] {
  const found: Problem[] = []
  if (/^(\\\\|\/\/)[^\\/?.]/.test(path)) found.push(problem('FOLDER_ON_NETWORK'))
  for (const [pattern, service] of SYNCHRONISED) if (pattern.test(path)) found.push(problem('FOLDER_SYNCHRONISED', { service }))
  return found
}
