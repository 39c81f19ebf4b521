/** A package that the sources of another one may import, and how. */
interface Permission {
  readonly name: string
  /** The only files or folders, from the package's root, that may do so; everywhere if left out. */
  readonly within?: readonly string[]
  /** Only by `import()` and as types, so that who never needs it never loads it. */
  readonly dynamicOnly?: boolean
}

export interface ImportRule {
  readonly may: readonly Permission[]
  /** Where modules of Node itself may be imported: anywhere, nowhere, or only below these paths. */
  readonly node: boolean | readonly string[]
}

/**
 * Who may import whom. A package that is not named here may import Node's own modules and nothing else.
 *
 * Arrows point one way: applications, then platforms (which never know each other), then the shared parts.
 */
export const importRules: Readonly<Record<string, ImportRule>> = {
  'chat-core': { may: [], node: false },
  pusher: {
    may: [
      { name: 'ws', within: ['src/socket/ws.ts'] },
      { name: '@noble/ciphers', within: ['src/encrypted.ts', 'src/server/'] },
      { name: '@noble/hashes', within: ['src/server/'] },
    ],
    node: ['src/socket/ws.ts'],
  },
  'http-core': { may: [{ name: 'ky' }], node: ['src/node/', 'src/node.ts'] },
  kick: { may: [{ name: '@wireloom/http-core' }], node: true },
  'kick-chat': {
    may: [
      { name: '@wireloom/kick' },
      { name: '@wireloom/pusher' },
      { name: '@wireloom/chat-core' },
      { name: 'centrifuge', dynamicOnly: true },
    ],
    node: false,
  },
  basalam: {
    may: [{ name: '@wireloom/http-core' }, { name: '@wireloom/chat-core', within: ['src/chat/'] }],
    node: true,
  },
  'chat-sdk': { may: [{ name: '@wireloom/chat-core' }, { name: 'chat' }], node: false },
  'store-sqlite': { may: [{ name: '@wireloom/chat-core' }], node: true },
  sandbox: { may: [{ name: 'ws' }], node: true },
}

/** What a package may import for which no rule was written. */
export const ruleForNewPackage: ImportRule = { may: [], node: true }
