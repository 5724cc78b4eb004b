import Glibc

/// A file that was not there before; it goes again unless it is finished.
final class NewFile {
    private let name: String
    private let descriptor: Int32
    private var isFinished = false

    /// - Throws: When something of that name is there, or cannot be made.
    init(_ name: String) throws(CommandFailure) {
        // Before anything is `self`: what is there already must not go with it.
        let opened = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard opened >= 0 else { throw NewFile.failure(.cannotCreate, "make", name) }
        (self.name, descriptor) = (name, opened)
    }

    deinit {
        close(descriptor)
        if !isFinished { unlink(name) }
    }

    func write(_ octets: some Collection<UInt8>) throws(CommandFailure) {
        guard Descriptor.write(Array(octets), to: descriptor) else { throw Self.failure(.ioError, "write", name) }
    }

    /// What was written is on disk when this returns.
    func finish() throws(CommandFailure) {
        guard fsync(descriptor) == 0 || errno == EINVAL, Descriptor.syncFolder(of: name) else {
            throw Self.failure(.ioError, "write", name)
        }
        isFinished = true
    }

    private static func failure(_ status: SystemExit, _ verb: String, _ name: String) -> CommandFailure {
        CommandFailure(status, "cannot \(verb) \(name.escapingControls()): \(String(cString: strerror(errno)))")
    }
}
