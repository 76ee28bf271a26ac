import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { typedPath } from './typed-path.ts'

const user = join('/home', 'ada')
it.each([
  ['~/cifar-10-binary.tar.gz', join(user, 'cifar-10-binary.tar.gz')],
  ['~', user],
  ['  ~/data ', join(user, 'data')],
  ['"~/my data/a.tar"', join(user, 'my data', 'a.tar')],
  ["'/data/a.tar'", '/data/a.tar'],
  [pathToFileURL(join(user, 'my data.tar')).href, join(user, 'my data.tar')],
  ['~bob/a.tar', '~bob/a.tar'],
  ['/data/~/a.tar', '/data/~/a.tar'],
  ["/data/it's", "/data/it's"],
  ['file://elsewhere/a', process.platform === 'win32' ? '\\\\elsewhere\\a' : 'file://elsewhere/a'],
])('%j means %j', (text, path) => {
  expect(typedPath(text, user)).toBe(path)
})
