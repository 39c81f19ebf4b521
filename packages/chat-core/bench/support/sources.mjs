import { registerHooks } from 'node:module'

/** Lets a benchmark import a part of the sources that the package does not export. */
export function readSources() {
  registerHooks({
    resolve: (specifier, context, next) =>
      next(context.parentURL?.includes('/src/') ? specifier.replace(/\.js$/, '.ts') : specifier, context),
  })
}
