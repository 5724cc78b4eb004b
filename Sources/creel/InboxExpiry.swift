import Intake
import Logging
import MailModel
import MailStorage
import ServiceLifecycle
import Synchronization

/// Deletes inboxes whose time to live is over, and those that nobody uses any more, with all that is in them; and warns before
/// there are as many inboxes as may be.
final class InboxExpiry: Service {
    private let store: any MessageStore
    /// How long an inbox for which nothing is set stays without new mail; `nil` is for ever.
    private let idle: TimeSpan?
    /// Inboxes that there may be.
    private let limit: Int
    private let logger: Logger
    private let hasWarned = Mutex(false)

    /// Between two looks, and so the longest time that an inbox outlives its end while nothing else delays it.
    static let interval = Duration.seconds(1)

    init(store: any MessageStore, idle: TimeSpan? = nil, limit: Int = .max, logger: Logger) {
        (self.store, self.idle, self.limit, self.logger) = (store, idle, limit, logger)
    }

    /// To look for idle ones takes a while where there are many: a small part of what they are given.
    private var idleInterval: Duration {
        let span = Duration.milliseconds(idle?.milliseconds ?? 0) / 60
        return min(max(span, Self.interval), .seconds(600))
    }

    /// Goes on until a graceful stop.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await Task.sleep(for: Self.interval)) != nil {
                    await self.removeExpired(at: .now())
                    await self.warnIfMany()
                }
            }
            if idle != nil {
                group.addTask {
                    while (try? await Task.sleep(for: self.idleInterval)) != nil { await self.removeIdle(at: .now()) }
                }
            }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Whether an inbox goes is decided when it does: its time may be prolonged meanwhile.
    func removeExpired(at now: Timestamp) async {
        do throws(StoreError) {
            for inbox in try await store.inboxes(overAt: now) {
                guard let count = try await store.delete(inbox, ifOverAt: now) else { continue }
                logger.notice("the time of inbox \(inbox) is over: it is gone, with \(count.counted("message"))")
            }
        } catch {
            logger.warning("an inbox whose time is over could not be deleted: \(error)")
        }
    }

    /// Whether an inbox goes is decided when it does: something may come meanwhile.
    func removeIdle(at now: Timestamp) async {
        guard let idle else { return }
        do throws(StoreError) {
            for last in try await store.inboxes(idleSince: now - idle) {
                guard let count = try await store.delete(last.inbox, ifIdleAfter: last.id) else { continue }
                logger.notice(
                    "nothing came to inbox \(last.inbox) for \(idle): it is gone, with \(count.counted("message"))")
            }
        } catch {
            logger.warning("an inbox that nobody uses could not be deleted: \(error)")
        }
    }

    /// Once, until there are fewer again.
    private func warnIfMany() async {
        let count = await store.status().inboxes
        let isMany = count >= limit - limit / 10
        let isNews = hasWarned.withLock { hasWarned in
            defer { hasWarned = isMany }
            return isMany && !hasWarned
        }
        guard isNews else { return }
        logger.warning(
            """
            there are \(count) of \(limit) inboxes: when all are in use, mail to another is refused; delete some, \
            or set --inbox-idle or --max-inboxes
            """)
    }
}
