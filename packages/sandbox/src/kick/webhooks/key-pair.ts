import { createSign, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

/** The RSA keys that deliveries are signed with, made when they are first asked for. */
export interface KeyPair {
  /** PEM, SPKI. */
  publicKey(): Promise<string>
  /** RSA, PKCS#1 v1.5 over SHA-256, in base64. */
  sign(bytes: Uint8Array): Promise<string>
  /** Takes other keys from now on. */
  rotate(): void
}

const generate = promisify(generateKeyPair)

export function createKeyPair(): KeyPair {
  let pair: Promise<{ publicKey: KeyObject; privateKey: KeyObject }> | undefined

  function keys(): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
    pair ??= generate('rsa', { modulusLength: 2048 })
    return pair
  }

  return {
    async publicKey() {
      return (await keys()).publicKey.export({ type: 'spki', format: 'pem' }).toString()
    },
    async sign(bytes) {
      return createSign('sha256')
        .update(bytes)
        .sign((await keys()).privateKey, 'base64')
    },
    rotate() {
      pair = undefined
    },
  }
}
