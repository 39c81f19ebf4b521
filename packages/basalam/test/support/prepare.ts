import type { BasalamSandbox } from '@wireloom/sandbox'
import type { Basalam } from '../../src/index.js'
import type { Documented } from './documents.js'

type Members = Readonly<Record<string, unknown>>

/**
 * Brings about what an operation needs to be there, and gives the members of its request that name it, as the server
 * spells them. So are those that the documents cannot say: that one id of two is enough, say.
 */
export async function prepare(
  { call }: Documented,
  sandbox: BasalamSandbox,
  basalam: Basalam,
): Promise<Members> {
  const { world } = sandbox
  switch (call) {
    case 'chats.create':
      return { user_id: world.addPerson().id, hash_id: null }
    case 'chats.sendMessage':
      return {
        chat_id: receive(sandbox).chatId,
        content: { text: 'بله', entity_id: 3, quick_message_id: 4 },
        attachment: { files: [{ id: 1, url: 'https://files.invalid/1', blur_hash: 'x' }] },
      }
    case 'chats.listMessages':
      return { chat_id: receive(sandbox).chatId, limit: 3 }
    case 'chats.list':
      receive(sandbox)
      return { limit: 3 }
    case 'chats.editMessage': {
      const { chatId } = receive(sandbox)
      const { id } = await basalam.chats.sendMessage({ chatId, content: 'one' })
      return { message_id: id, content: { text: 'two', quick_message_id: 3 } }
    }
    case 'chats.forwardMessages': {
      const { id, chatId } = receive(sandbox)
      return { message_ids: [id], chat_ids: [chatId] }
    }
    case 'invoices.listPayable':
    case 'invoices.listUnpaid':
      return { page: 2, per_page: 5 }
    case 'bots.getMe':
    case 'bots.getWebhookInfo':
    case 'bots.deleteWebhook':
    case 'bots.logOut':
      return { token: world.botToken }
    case 'webhooks.listServices':
    case 'webhooks.list':
    case 'webhooks.listCustomers':
    case 'webhooks.listRegistered':
      await addWebhook(basalam)
      await addWebhook(basalam)
      return call === 'webhooks.listServices' ? {} : { page: 1, per_page: 10 }
    case 'webhooks.listLogs': {
      const webhook = await addWebhook(basalam)
      receive(sandbox)
      receive(sandbox)
      await sandbox.webhooks.settled()
      return webhook
    }
    case 'webhooks.update':
    case 'webhooks.delete':
    case 'webhooks.register':
      return addWebhook(basalam)
    case 'webhooks.unregister':
      return { ...(await addWebhook(basalam)), customer_id: null }
    default:
      return {}
  }
}

/** Operations that end what they were prepared for. */
export const once: ReadonlySet<string> = new Set(['webhooks.delete', 'webhooks.unregister'])

function receive({ world }: BasalamSandbox): { readonly id: number; readonly chatId: number } {
  return world.receive({ from: world.addPerson(), text: 'سلام' })
}

async function addWebhook({ webhooks }: Basalam): Promise<{ readonly webhook_id: number }> {
  const service = await webhooks.createService({ title: 'سرویس', description: 'x' })
  const { id } = await webhooks.create({
    url: 'https://shop.example/hook',
    eventIds: [1],
    requestMethod: 'POST',
    registerMe: true,
    serviceId: service.id,
  })
  return { webhook_id: id }
}
