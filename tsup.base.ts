import { defineConfig, type Options } from 'tsup'

/**
 * The one build every package shares; a package states only its difference.
 *
 * JavaScript alone: declarations come from `tsc`, see each package's `tsconfig.build.json`.
 */
export function createTsupConfig(difference: Options = {}): Options {
  return {
    entry: ['src/index.ts'],
    format: ['esm'],
    target: 'node22',
    platform: 'node',
    dts: false,
    sourcemap: true,
    // All entries in one build, so that a class exists once however it is imported.
    splitting: true,
    // The build script empties dist: two configurations of one package may share it.
    clean: false,
    silent: true,
    // tsup strips `node:` otherwise, and modules such as `node:sqlite` exist only with it.
    removeNodeProtocol: false,
    ...difference,
  }
}

export { defineConfig }
