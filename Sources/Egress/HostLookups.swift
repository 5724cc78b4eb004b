import MailModel
import NIOCore
import NIOPosix
import Synchronization

/// From names to addresses, for many that ask.
///
/// Looking up blocks, for half a minute where no name server answers. It has threads of its own, as many as there are
/// purposes to look up for, and each name is looked up once at a time: so it keeps nobody waiting but those who asked.
final class HostLookups: Sendable {
    private let resolver: any HostResolver
    /// Who waits, by the name that is being looked up.
    private let waiting = Mutex<[String: [Waiter]]>([:])

    private struct Waiter: Sendable {
        let answer: FirstAnswer<[IPAddress]?>
        let timer: Scheduled<Void>
    }

    private static let threads: NIOThreadPool = {
        let threads = NIOThreadPool(numberOfThreads: EgressPurpose.allCases.count)
        threads.start()
        return threads
    }()

    init(_ resolver: any HostResolver) { self.resolver = resolver }

    /// `nil` when it takes too long; the look-up then goes on, and nobody waits for it.
    func addresses(of host: String, until deadline: ContinuousClock.Instant) async -> [IPAddress]? {
        await withCheckedContinuation { continuation in
            let answer = FirstAnswer<[IPAddress]?>(to: continuation)
            let timer = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(
                deadline: .now() + TimeAmount(deadline - .now)
            ) { answer.give(nil) }
            let isFirst = waiting.withLock { waiting in
                let isFirst = waiting[host] == nil
                waiting[host, default: []].append(Waiter(answer: answer, timer: timer))
                return isFirst
            }
            if isFirst { Self.threads.submit { _ in self.lookUp(host) } }
        }
    }

    private func lookUp(_ host: String) {
        let addresses = resolver.addresses(of: host)
        for waiter in waiting.withLock({ $0.removeValue(forKey: host) }) ?? [] {
            waiter.answer.give(addresses)
            waiter.timer.cancel()
        }
    }
}

/// Lets the first of several answers count.
private final class FirstAnswer<Value: Sendable>: Sendable {
    private let waiting: Mutex<CheckedContinuation<Value, Never>?>

    init(to continuation: CheckedContinuation<Value, Never>) { waiting = Mutex(continuation) }

    func give(_ value: Value) {
        waiting.withLock { $0.take() }?.resume(returning: value)
    }
}
