import { existsSync, readdirSync } from 'node:fs'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config'

/** One project per folder, named as the folder, so that `--project pusher` runs one package's tests. */
const units = ['packages', 'apps'].flatMap((group) =>
  readdirSync(new URL(`${group}/`, import.meta.url)).map(
    (name): TestProjectInlineConfiguration => ({
      extends: true,
      test: {
        name,
        root: `${group}/${name}`,
        include: ['test/**/*.test.ts'],
        exclude: ['**/*.browser.test.ts'],
      },
    }),
  ),
)

const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
const browser: TestProjectInlineConfiguration = {
  extends: true,
  test: {
    name: 'browser',
    include: ['packages/*/test/**/*.browser.test.ts'],
    globalSetup: ['packages/sandbox/test/support/browser-sandbox.setup.ts'],
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

const hasBrowserTests = existsSync(new URL('packages/pusher/test/browser.browser.test.ts', import.meta.url))

export default defineConfig({
  test: {
    reporters: ['default', './scripts/summary-reporter.ts'],
    coverage: { provider: 'v8', include: ['packages/*/src/**'] },
    projects: hasBrowserTests && existsSync(chromium) ? [...units, browser] : units,
  },
})
