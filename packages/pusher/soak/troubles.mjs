// What goes wrong in a soak: each strikes at random, at one connection or at all.

const peaceful = [1000, 1001, 4100, 4200, 4201]
const rubbish = [
  '',
  '<html>',
  '{',
  'null',
  '[]',
  '{"event":7}',
  '\u0000',
  '{"event":"other","channel":"room-0"}',
]

/** Every kind of trouble, as `(faults, pick, aim)`. Duplicates and reordering are left out: the protocol knows no ids. */
export const troubles = {
  drop: (faults, _pick, aim) => faults.drop(aim),
  dropMidFrame: (faults, _pick, aim) => faults.dropMidFrame(aim),
  close: (faults, pick, aim) => faults.close(pick(peaceful), 'soak', aim),
  rubbish: (faults, pick, aim) => faults.sendText(pick(rubbish), aim),
  binary: (faults, _pick, aim) => faults.sendBinary(new Uint8Array(64), aim),
  brokenFraming: (faults, _pick, aim) => faults.sendRaw(new Uint8Array([0xff, 0xff, 0xff]), aim),
  // For as long as that connection lives: a client that waits for nothing would never know what it missed.
  silence: (faults, _pick, aim) => faults.silence(aim),
  drip: (faults, _pick, aim) => faults.drip({ ...aim, bytesPerWrite: 50, everyMs: 2, forMs: 150 }),
  refuse: (faults) => faults.refuse({ forMs: 100 }),
  refuseByStatus: (faults) => faults.refuse({ forMs: 100, how: 503 }),
  wrongHandshake: (faults) => faults.handshake('{"event":"hello"}', { next: 3 }),
  noHandshake: (faults) => faults.handshake(null, { next: 3 }),
}
