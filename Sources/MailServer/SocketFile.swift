import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file that stands for a Unix socket.
enum SocketFile {
    /// Whether somebody answers there; else what is there was left by a server that was killed.
    static func isInUse(_ path: String, on group: any EventLoopGroup) async -> Bool {
        guard let channel = try? await ClientBootstrap(group: group).connect(unixDomainSocketPath: path).get() else {
            return false
        }
        try? await channel.close()
        return true
    }

    /// Lets everybody on this machine in, as a port on loopback does: the directory says who may come so far.
    static func open(_ path: String) { chmod(path, 0o666) }

    static func remove(_ path: String) { unlink(path) }
}
