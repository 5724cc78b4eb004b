import Glibc

/// What the system knows an open file by.
enum Descriptor {
    /// Writes all of it; answers whether that was possible, else `errno` tells why.
    static func write(_ octets: [UInt8], to descriptor: Int32) -> Bool {
        var rest = octets[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                // Another program that shares it, as programs share a terminal, wants nobody to wait in a write.
                var readiness = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&readiness, 1, -1)
                continue
            }
            guard count >= 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Has the system keep the name of a file, too: a file that is on disk may be without one after a power cut.
    static func syncFolder(of path: String) -> Bool {
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        // Of a folder that may be written and not read that cannot be asked.
        guard descriptor >= 0 else { return errno == EACCES }
        defer { close(descriptor) }
        return fsync(descriptor) == 0 || errno == EINVAL
    }
}
