const textOpcode = 0x1
const finalBit = 0x80

/** The bytes of one unmasked WebSocket text frame, as a server writes it (RFC 6455 section 5.2). */
export function encodeTextFrame(text: string): Buffer {
  const payload = Buffer.from(text)
  return Buffer.concat([frameHead(payload.length), payload])
}

function frameHead(length: number): Buffer {
  if (length < 126) return Buffer.from([finalBit | textOpcode, length])
  if (length < 65_536) {
    const head = Buffer.from([finalBit | textOpcode, 126, 0, 0])
    head.writeUInt16BE(length, 2)
    return head
  }
  const head = Buffer.alloc(10)
  head[0] = finalBit | textOpcode
  head[1] = 127
  head.writeBigUInt64BE(BigInt(length), 2)
  return head
}
