// Preloaded into a launched program: the launcher holds the other end of a pipe and never writes to it, so
// its end of file means that the launcher is gone, even by SIGKILL. The program is then asked to stop, as
// nobody is left to ask it.
import { Socket } from 'node:net'

const fd = Number(process.env.CASBAH_LEASH_FD)
delete process.env.CASBAH_LEASH_FD

if (Number.isInteger(fd) && fd > 2) {
  const leash = new Socket({ fd, readable: true, writable: false })
  leash.on('close', () => process.kill(process.pid, 'SIGTERM'))
  leash.on('error', () => leash.destroy())
  leash.resume()
  leash.unref()
}
