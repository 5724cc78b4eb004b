import Intake
import Logging
import MailModel
import MailStorage
import ServiceLifecycle

/// Forgets sessions that began too long ago; their messages stay.
struct SessionExpiry: Service {
    let store: any MessageStore
    let age: Duration
    let logger: Logger

    /// Between two looks: a sixtieth of the age, a minute at most.
    private var interval: Duration { min(max(age / 60, .milliseconds(100)), .seconds(60)) }

    /// Goes on until a graceful stop.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                repeat { await forget(at: .now()) } while (try? await Task.sleep(for: interval)) != nil
            }
            group.addTask { try? await gracefulShutdown() }
            await group.next()
            group.cancelAll()
        }
    }

    func forget(at now: Timestamp) async {
        let milliseconds = age.components.seconds * 1000 + age.components.attoseconds / 1_000_000_000_000_000
        do throws(StoreError) {
            let end = SessionID((now.milliseconds - milliseconds) * 1000)
            let count = try await store.forgetSessions(before: end)
            if count > 0 { logger.debug("forgot \(count.counted("session")), kept for long enough") }
        } catch {
            logger.warning("sessions that have been kept for long enough could not be forgotten: \(error)")
        }
    }
}
