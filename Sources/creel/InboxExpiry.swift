import Intake
import Logging
import MailModel
import MailStorage
import ServiceLifecycle

/// Deletes inboxes whose time to live is over, with all that is in them.
struct InboxExpiry: Service {
    let store: any MessageStore
    let logger: Logger
    /// Between two looks, and so the longest time that an inbox outlives its end while nothing else delays it.
    static let interval = Duration.seconds(1)

    /// Goes on until a graceful stop.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await Task.sleep(for: Self.interval)) != nil { await removeExpired(at: .now()) }
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
                logger.notice("the time of inbox \(inbox) is over: it is gone, with \(count) messages")
            }
        } catch {
            logger.warning("an inbox whose time is over could not be deleted: \(error)")
        }
    }
}
