#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The terminal from which the program was started, as far as its standard streams lead there.
struct Terminal: Sendable {
    private let descriptors: [Int32]

    /// - Parameter descriptors: Those that are no terminal now count for nothing.
    init(_ descriptors: [Int32] = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]) {
        self.descriptors = descriptors.filter { isatty($0) == 1 }
    }

    /// Whether there was one, and somebody has closed it. tty_ioctl(4).
    var isGone: Bool { !descriptors.isEmpty && descriptors.allSatisfy { isatty($0) == 0 } }
}
