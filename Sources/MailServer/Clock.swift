#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif
package import MailModel
import Synchronization

/// Names connections by the time at which they begin, each differently.
package final class SessionNumbers: Sendable {
    private let last = Atomic<Int64>(0)

    package init() {}

    package func next() -> SessionID {
        let now = microsecondsSince1970()
        var seen = last.load(ordering: .relaxed)
        while true {
            let number = max(now, seen + 1)
            let (exchanged, original) = last.compareExchange(expected: seen, desired: number, ordering: .relaxed)
            if exchanged { return SessionID(number) }
            seen = original
        }
    }
}

private func microsecondsSince1970() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000
}
