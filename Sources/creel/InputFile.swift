import Glibc

/// A file, or standard input, that is read from its start to its end.
struct InputFile: ~Copyable {
    private let name: String
    private let descriptor: Int32

    /// Octets that one step reads at most.
    private static let chunk = 1 << 18

    /// - Parameter name: A path; `-` is standard input.
    init(_ name: String) throws(MessageFile.Failure) {
        self.name = name
        descriptor = name == "-" ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw MessageFile.Failure(cannotRead: name) }
    }

    deinit { if descriptor != STDIN_FILENO { close(descriptor) } }

    /// What comes next; nothing at the end.
    func next() throws(MessageFile.Failure) -> [UInt8] {
        while true {
            var count = 0
            let octets = [UInt8](unsafeUninitializedCapacity: Self.chunk) { buffer, initialized in
                count = read(descriptor, buffer.baseAddress, buffer.count)
                initialized = max(count, 0)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw MessageFile.Failure(cannotRead: name) }
            return octets
        }
    }
}
