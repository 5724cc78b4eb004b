#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What the process asks of the system before it serves.
enum ProcessLimits {
    static func prepare() {
        // A peer that is gone is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        // Each connection takes a descriptor; the soft limit is often 1024.
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
