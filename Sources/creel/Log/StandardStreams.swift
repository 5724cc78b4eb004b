import Glibc

/// What was asked for: the ready line, a configuration, a message taken apart.
enum StandardOutput {
    /// Whether a person is looking at it.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Whether colours are wanted there. https://no-color.org
    static var isColoured: Bool { isTerminal && getenv("NO_COLOR").map { $0.pointee == 0 } ?? true }

    /// Writes all of it, and answers whether somebody still reads: a pipe that is closed is no failure, since whoever
    /// closes it, as `head` does, has enough. Where sockets are used nobody gets the signal, which ends other programs there.
    ///
    /// - Throws: 74, when it cannot be written.
    @discardableResult
    static func write(_ octets: some Collection<UInt8>) throws(CommandFailure) -> Bool {
        guard !Descriptor.write(Array(octets), to: STDOUT_FILENO) else { return true }
        guard errno != EPIPE else { return false }
        throw CommandFailure(.ioError, "cannot write standard output: \(String(cString: strerror(errno)))")
    }

    @discardableResult
    static func write(_ text: String) throws(CommandFailure) -> Bool { try write(text.utf8) }

    /// Writes what came over the network: as it is, but for a terminal as text whose control characters are escaped.
    static func show(_ octets: [UInt8]) throws(CommandFailure) {
        let text = isTerminal ? String(decoding: octets, as: UTF8.self).escapingControlsInLines() : nil
        try write(text.map { Array($0.utf8) } ?? octets)
    }
}

/// Where the log and the last words go.
enum StandardError {
    /// Whether a person is looking at it.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes in as few system calls as possible, so that the lines of two threads do not mix. What cannot be written is
    /// lost: there is nobody left to tell.
    static func write(_ text: String) { _ = Descriptor.write(Array(text.utf8), to: STDERR_FILENO) }
}
