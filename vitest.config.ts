import { existsSync, globSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

const root = import.meta.dirname

/** One project per folder, named as the folder, so that `--project pusher` runs one package's tests. */
const folders = globSync('{packages,apps}/*/package.json', { cwd: root }).map((file) => dirname(file))
const units = [...folders.toSorted(), 'scripts'].map((folder): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name: basename(folder),
    root: folder,
    include: ['test/**/*.test.ts'],
    exclude: ['**/*.browser.test.ts'],
  },
}))

const setup = 'packages/sandbox/test/support/browser-sandbox.setup.ts'
const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const browser: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'browser',
    include: ['packages/*/test/**/*.browser.test.ts'],
    globalSetup: [setup],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      instances: [{ browser: 'chromium' }],
      provider: playwright({
        launchOptions: {
          executablePath: chromium,
          args: [
            '--headless',
            '--no-sandbox',
            '--disable-gpu',
            '--disable-quic',
            '--no-first-run',
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
          ],
        },
      }),
    },
  },
}

// The browser tests need a browser, and the sandbox that the setup starts for them.
const canBrowse =
  existsSync(chromium) &&
  existsSync(`${root}/${setup}`) &&
  globSync('packages/*/test/**/*.browser.test.ts', { cwd: root }).length > 0

export default defineConfig({
  test: {
    reporters: ['default', './scripts/summary-reporter.ts'],
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
    projects: canBrowse ? [...units, browser] : units,
  },
})
