import NIOCore
import NIOPosix

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The file that stands for a Unix socket.
enum SocketFile {
    /// Removes what a server that was killed has left. One at which somebody answers is left alone, and binding fails.
    static func clear(_ path: String, on group: any EventLoopGroup) async {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
        do {
            let channel = try await ClientBootstrap(group: group).connect(unixDomainSocketPath: path).get()
            try? await channel.close()
        } catch {
            unlink(path)
        }
    }

    /// Lets everybody on this machine in, as a port on loopback does: the directory says who may come so far.
    static func open(_ path: String) { chmod(path, 0o666) }

    static func remove(_ path: String) { unlink(path) }
}
