import Glibc

/// What was asked for: the ready line, a configuration, a message taken apart.
enum StandardOutput {
    /// Whether a person is looking at it.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether colours are wanted there. https://no-color.org
    static var isColoured: Bool { isTerminal && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true }

    static func write(_ text: String) { writeAll(text.utf8, to: STDOUT_FILENO) }

    static func write(_ octets: some Collection<UInt8>) { writeAll(octets, to: STDOUT_FILENO) }
}

/// Where the log and the last words go.
enum StandardError {
    /// Whether a person is looking at it.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    static func write(_ text: String) { writeAll(text.utf8, to: STDERR_FILENO) }
}

/// Writes in as few system calls as possible, so that the lines of two threads do not mix. What cannot be written is
/// lost: there is nobody left to tell.
private func writeAll(_ octets: some Collection<UInt8>, to descriptor: Int32) {
    let isWritten: Void? = octets.withContiguousStorageIfAvailable { octets in
        var rest = UnsafeRawBufferPointer(octets)[...]
        while !rest.isEmpty {
            let written = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
    if isWritten == nil { writeAll(Array(octets), to: descriptor) }
}
