// One contender in a process of its own, as it would be in a program: `child.mjs MODULE NAME COUNT`.
const [module, name, count] = process.argv.slice(2)
const { measure } = await import(module)
process.send(await measure(name, Number(count)))
process.disconnect()
process.exit()
